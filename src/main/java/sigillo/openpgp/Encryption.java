package sigillo.openpgp;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Whether a message is encrypted, and to whom, by its packets alone: nothing is decrypted. RFC 9580 section 10.3. */
public final class Encryption {
    /** A session key for RSA of 8,192 bits. */
    private static final int SESSION_KEY_OCTETS_MAX = 2_048;

    private boolean isFor;
    private int data;

    private Encryption() {}

    /**
     * Whether {@code in} is one whole OpenPGP message, armoured or not, that is integrity protected and names a key of
     * {@code one} among those who can open it; nothing may be before or behind. Reads to the end, in fixed memory.
     * Throws when it cannot be read; what is no such message is false.
     */
    public static boolean isFor(InputStream in, Certificate one) throws IOException {
        var octets = new BufferedInputStream(in);
        try {
            octets.mark(1);
            int first = octets.read();
            octets.reset();
            return (first & 0x80) != 0 && first >= 0 ? isFor(octets, null, one)
                : isFor(octets, new ArmourReader(octets), one);
        } catch (OpenPgpBroken none) {
            return false;
        }
    }

    private static boolean isFor(InputStream binary, ArmourReader armour, Certificate one) throws IOException {
        if (armour != null && armour.kind() != Armour.Kind.MESSAGE) return false;
        var found = new Encryption();
        var packets = new PacketReader(armour != null ? armour : binary, Limits.SESSION_KEYS_MAX);
        for (int tag; (tag = packets.next()) >= 0; ) if (!found.take(tag, packets, one)) return false;
        if (armour != null) armour.nothingOutside();
        return found.isFor && found.data == 1;
    }

    /** False: it is more, or something else, than an encrypted message. */
    private boolean take(int tag, PacketReader packets, Certificate one) throws IOException {
        switch (tag) {
            case Packet.SESSION_KEY -> {
                isFor |= isFor(packets.body(SESSION_KEY_OCTETS_MAX), one);
                return data == 0;
            }
            case Packet.PASSPHRASE_SESSION_KEY -> {
                return data == 0;
            }
            case Packet.PROTECTED, Packet.AEAD_LIBREPGP -> {
                return ++data == 1;
            }
            case Packet.MARKER, Packet.PADDING -> {
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    /**
     * RFC 9580 sections 5.1.1 and 5.1.2: by key ID, or of version 6 by fingerprint. Who hides the recipient is not
     * known.
     */
    private static boolean isFor(byte[] sessionKey, Certificate one) {
        if (sessionKey.length < 10) return false;
        var body = ByteBuffer.wrap(sessionKey);
        int version = body.get();
        if (version == 3) return one.hasKey(body.getLong());
        if (version != 6) return false;
        int length = body.get();
        int keyVersion = body.get();
        // RFC 9580 section 5.5.4: a key ID is the end of a fingerprint of version 4, and the beginning of one of
        // version 6
        int at = keyVersion == 4 ? 3 + 12 : 3;
        return (length == 21 || length == 33) && sessionKey.length > at + 8 && one.hasKey(body.getLong(at));
    }
}
