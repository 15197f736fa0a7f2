package sigillo.login;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Bytes;

/**
 * What lets a program in for the owner of an account, for some services only. {@code number}: unlike that of all others
 * of the account, also of those that are gone. {@code slot}: the one that it opens; of one that is for sending alone it
 * opens nothing; 0 in a row from before there were such. {@code proof}: what is kept of the secret, of no use
 * to who reads it.
 */
public record Grant(long number, String name, Set<SignIn.Service> scopes, long slot, Proof proof, Instant createdAt,
        Optional<Instant> expiresAt, Optional<Use> lastUse) {

    public enum Kind {
        APP_PASSWORD, TOKEN,
        /** Of a program that asked for it by OAuth, and gets itself fresh tokens. */
        PROGRAM,
        /** Of an authenticator, for web pages. */
        PASSKEY
    }

    sealed interface Proof {
        /** Of an app password: RFC 5802 section 3. */
        record Scram(Bytes storedKey, Bytes serverKey) implements Proof {}

        /** Of a token: SHA-256. */
        record Hash(Bytes hash) implements Proof {}

        record Program(ProgramTokens tokens) implements Proof {}

        record Passkey(PasskeyProof passkey) implements Proof {}
    }

    /** {@code network}: as far as addresses are kept apart; empty for a program on this machine. */
    public record Use(Instant at, SignIn.Service service, Optional<String> network) {}

    public Grant { scopes = Set.copyOf(scopes); }

    public Kind kind() {
        return switch (proof) {
            case Proof.Scram _ -> Kind.APP_PASSWORD;
            case Proof.Hash _ -> Kind.TOKEN;
            case Proof.Program _ -> Kind.PROGRAM;
            case Proof.Passkey _ -> Kind.PASSKEY;
        };
    }

    boolean isOver(Instant now) { return expiresAt.filter(end -> !now.isBefore(end)).isPresent(); }

    Grant slot(long other) {
        return new Grant(number, name, scopes, other, proof, createdAt, expiresAt, lastUse);
    }

    /** Of one of kind {@link Kind#PROGRAM}. */
    Optional<ProgramTokens> tokens() {
        return proof instanceof Proof.Program(var tokens) ? Optional.of(tokens) : Optional.empty();
    }

    /** Of one of kind {@link Kind#PASSKEY}. */
    Optional<PasskeyProof> passkey() { return proof instanceof Proof.Passkey(var passkey) ? Optional.of(passkey) : Optional.empty(); }

    Grant passkey(PasskeyProof next) { return new Grant(number, name, scopes, slot, new Proof.Passkey(next), createdAt, expiresAt, lastUse); }

    Grant name(String other) { return new Grant(number, other, scopes, slot, proof, createdAt, expiresAt, lastUse); }

    /** With other tokens, the last of which holds until {@code end}. */
    Grant tokens(ProgramTokens next, Instant end) {
        return new Grant(number, name, scopes, slot, new Proof.Program(next), createdAt, Optional.of(end), lastUse);
    }

    /** Whether it lets anybody in: not before a program has come for its first tokens. */
    boolean isInUse() { return tokens().map(ProgramTokens::isGiven).orElse(true); }

    Grant used(Use use) { return new Grant(number, name, scopes, slot, proof, createdAt, expiresAt, Optional.of(use)); }

    @Override public String toString() { return kind() + " " + number; }
}
