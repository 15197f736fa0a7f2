package sigillo.login;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Bytes;

/**
 * What is kept of the tokens of a program that got them by OAuth. {@code client}: its identifier, RFC 6749 section 2.2.
 * {@code family}: the hash of what its refresh tokens have in common. {@code code}: what it gets its first ones for, or got
 * them. {@code former}: the refresh token before, while its program may not have heard of the new one. A value.
 */
record ProgramTokens(
        String client, Bytes family, Optional<Code> code, Optional<Opener> refresh, Optional<Opener> former,
        List<Access> access) {

    /**
     * {@code redirect}, {@code challenge}: to be shown with it, RFC 6749 section 4.1.3 and RFC 7636; empty for a
     * device's. {@code isUsed}: tokens were given for it.
     */
    record Code(Opener opener, String redirect, String challenge, boolean isUsed) {
        Code used() { return new Code(opener, redirect, challenge, true); }
    }

    record Access(Opener opener, Set<SignIn.Service> scopes) {
        Access { scopes = Set.copyOf(scopes); }
    }

    ProgramTokens { access = List.copyOf(access); }

    /** Before any token was given. */
    static ProgramTokens waiting(String client, Bytes family, Code code) {
        return new ProgramTokens(client, family, Optional.of(code), Optional.empty(), Optional.empty(), List.of());
    }

    /** Whether the program has ever come for its tokens. */
    boolean isGiven() { return refresh.isPresent(); }

    /** With the first ones. */
    ProgramTokens given(Opener first, Access token) {
        return new ProgramTokens(client, family, code.map(Code::used), Optional.of(first), Optional.empty(), List.of(token));
    }

    /** With a pair more, the {@link LoginLimits#ACCESS_TOKENS_MAX} newest of those that hold. */
    ProgramTokens renewed(Opener next, Optional<Opener> before, Access token, Instant now) {
        var holding = access.stream().filter(one -> now.isBefore(one.opener.end())).toList();
        var kept = new java.util.ArrayList<>(holding.subList(Math.max(0, holding.size() - LoginLimits.ACCESS_TOKENS_MAX + 1), holding.size()));
        kept.add(token);
        return new ProgramTokens(client, family, Optional.empty(), Optional.of(next), before, kept);
    }

    ProgramTokens without(Bytes accessToken) {
        return new ProgramTokens(client, family, code, refresh, former,
            access.stream().filter(one -> !one.opener.hash().equals(accessToken)).toList());
    }

    /** By which it is found. */
    Set<Bytes> hashes() {
        var hashes = new HashSet<Bytes>();
        hashes.add(family);
        code.ifPresent(one -> hashes.add(one.opener.hash()));
        access.forEach(one -> hashes.add(one.opener.hash()));
        return hashes;
    }
}
