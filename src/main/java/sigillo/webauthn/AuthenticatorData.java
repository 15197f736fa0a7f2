package sigillo.webauthn;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What an authenticator says and signs: Web Authentication, section 6.1. {@code relyingParty}: SHA-256 of the name for which it
 * has the key. {@code counter}: of its signatures; 0 where it counts none. {@code made}: where it has just made a key. Extensions
 * are read over. Total.
 */
record AuthenticatorData(byte[] relyingParty, int flags, long counter, Optional<Made> made) {
    static final int PRESENT = 0x01;
    static final int VERIFIED = 0x04;
    private static final int HAS_KEY = 0x40;
    private static final int HAS_EXTENSIONS = 0x80;
    private static final int HEAD_OCTETS = 37;
    private static final int MODEL_OCTETS = 16;
    /** As the standard has it. */
    private static final int CREDENTIAL_OCTETS_MAX = 1023;

    /** {@code key}: as it was written. */
    record Made(byte[] credential, byte[] key) {}

    static Optional<AuthenticatorData> parse(byte[] octets) {
        if (octets.length < HEAD_OCTETS) return Optional.empty();
        var in = ByteBuffer.wrap(octets);
        var party = new byte[32];
        in.get(party);
        int flags = in.get() & 0xFF;
        long counter = in.getInt() & 0xFFFFFFFFL;
        Optional<Made> made = Optional.empty();
        if ((flags & HAS_KEY) != 0) {
            made = made(in, octets);
            if (made.isEmpty()) return Optional.empty();
        }
        boolean isWhole = (flags & HAS_EXTENSIONS) == 0 || Cbor.read(in).filter(Cbor.Item.Pairs.class::isInstance).isPresent();
        return isWhole && !in.hasRemaining() ? Optional.of(new AuthenticatorData(party, flags, counter, made)) : Optional.empty();
    }

    private static Optional<Made> made(ByteBuffer in, byte[] octets) {
        if (in.remaining() < MODEL_OCTETS + 2) return Optional.empty();
        in.position(in.position() + MODEL_OCTETS);
        int length = in.getShort() & 0xFFFF;
        if (length == 0 || length > CREDENTIAL_OCTETS_MAX || length > in.remaining()) return Optional.empty();
        var credential = new byte[length];
        in.get(credential);
        int from = in.position();
        return Cbor.read(in).map(_ -> new Made(credential, Arrays.copyOfRange(octets, from, in.position())));
    }

    boolean has(int flag) { return (flags & flag) != 0; }
}
