package sigillo.login;

import java.time.Instant;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.keyring.Floors;
import sigillo.sealing.Purpose;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.Secret;
import sigillo.sealing.WrappedKey;

/**
 * What is kept of a token or code of a program: its SHA-256, and the secret of the program's slot under it. So each of them
 * opens the slot while it is kept, and what is kept opens nothing. {@code end}: it is void from then on.
 */
record Opener(Bytes hash, Bytes wrapped, Instant end) {

    static Opener of(Secret token, Secret opens, AccountId account, long number, Instant end, Randomness randomness) {
        var wrapped = WrappedKey.wrap(token, purpose(account, number), opens, randomness);
        return new Opener(Token.hash(token), Bytes.wrap(wrapped), end);
    }

    boolean isOf(Secret token, Instant now) { return now.isBefore(end) && hash.equals(Token.hash(token)); }

    /** The secret of the slot, for the caller to wipe. Empty when this is another's. */
    Optional<Secret> opened(Secret token, AccountId account, long number) {
        try {
            return Optional.of(WrappedKey.unwrap(token, purpose(account, number), wrapped.toArray()));
        } catch (SealBroken another) {
            return Optional.empty();
        }
    }

    private static Purpose purpose(AccountId account, long number) {
        return new Purpose(Purpose.Use.PROGRAM, Floors.tag(account), 0, number);
    }
}
