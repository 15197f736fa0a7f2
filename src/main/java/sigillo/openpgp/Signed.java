package sigillo.openpgp;

import java.time.Instant;
import java.util.Optional;

/**
 * What one signature is worth. Only {@link State#GOOD} is worth something: all others are to be shown as if nobody had
 * signed, or worse.
 *
 * @param keyId of the key that has signed, as the signature says, in capitals; 16 digits
 * @param by whose it is; empty when none of the certificates that were given has the key
 * @param at when, as the signature says
 */
public record Signed(State state, String keyId, Optional<Certificate> by, Optional<Instant> at) {

    public enum State {
        GOOD,
        /** It is not of this content, or not of this key: somebody has changed something, or tries something. */
        BAD,
        /** None of the certificates has the key. */
        UNKNOWN_KEY,
        /** The key had expired, was revoked, or was not for signing when it signed. */
        KEY_NOT_VALID,
        /** By a digest that does not count any more. */
        WEAK,
        /** The signature itself says that it has ended. */
        EXPIRED,
        /** It says it was made in the future. */
        NOT_YET,
        /** It names other recipients: somebody may have passed it on. RFC 9580 section 13.12. */
        NOT_FOR_US,
        /** Of a version, a kind or with a condition that we do not know. */
        UNKNOWN_KIND
    }

    public boolean isGood() { return state == State.GOOD; }

    static Signed of(State state, long keyId) {
        return new Signed(state, "%016X".formatted(keyId), Optional.empty(), Optional.empty());
    }
}
