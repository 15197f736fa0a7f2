package sigillo.sealing;

import java.security.SecureRandom;

/** Where random octets come from; tests give their own, so that what they write is the same each time. */
@FunctionalInterface
public interface Randomness {

    void fill(byte[] octets);

    default byte[] octets(int count) {
        var octets = new byte[count];
        fill(octets);
        return octets;
    }

    /** The system's. */
    static Randomness secure() {
        var random = new SecureRandom();
        return random::nextBytes;
    }
}
