package sigillo.invitations;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.directory.Limit;
import sigillo.keyring.Level;
import sigillo.login.WebSignIn.Parameters;

/**
 * What is kept of one. {@code hash}: of its secret, which is kept nowhere. {@code namesRefused}: how many names were not to be
 * had. {@code parameters}: how the browser stretches the password, and the id that the account will have. {@code making}: somebody
 * is just making the account. {@code used}: it is made.
 */
public record Invitation(Bytes hash, Terms terms, Instant made, Instant until, int namesRefused, Parameters parameters,
        Optional<Making> making, Optional<Used> used) {

    /** Signs of the hash by which it is called. */
    static final int NAME_SIGNS = 10;

    /** What the operator has said. {@code limit}: of what the account may hold. */
    public record Terms(Offer offer, Level level, Limit limit) {}

    record Making(AccountId account, Instant since) {}

    public record Used(Address by, Instant at) {}

    public enum State { OPEN, USED, OVER, SPENT }

    /** SPENT: too many names were tried. */
    public State state(Instant now) {
        if (used.isPresent()) return State.USED;
        if (!now.isBefore(until)) return State.OVER;
        return namesRefused >= InvitationLimits.NAMES_MAX ? State.SPENT : State.OPEN;
    }

    /** For the operator: says nothing of the secret. */
    public String name() { return HexFormat.of().formatHex(hash.toArray()).substring(0, NAME_SIGNS); }

    /** Nobody asks any more what became of it. */
    boolean isOld(Instant now) {
        return !now.isBefore(used.map(Used::at).orElse(until).plus(InvitationLimits.KEPT_AFTER));
    }

    boolean isBeingMade(Instant now) {
        return making.filter(one -> now.isBefore(one.since.plus(InvitationLimits.MAKING_MAX)) && !now.isBefore(one.since.minus(Duration.ofMinutes(1)))).isPresent();
    }

    Invitation refused() { return new Invitation(hash, terms, made, until, namesRefused + 1, parameters, making, used); }

    Invitation making(Optional<Making> now, Parameters next) { return new Invitation(hash, terms, made, until, namesRefused, next, now, used); }

    Invitation used(Used now) { return new Invitation(hash, terms, made, until, namesRefused, parameters, Optional.empty(), Optional.of(now)); }
}
