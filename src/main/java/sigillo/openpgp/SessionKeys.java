package sigillo.openpgp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.InputStreamPacket;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyEncSessionPacket;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyDataDecryptorFactory;

/**
 * The session key of a message, by one of our secret keys: RFC 9580 section 5.1. When none of those that name a key of
 * ours gives one, a random one is used, so that what follows takes the same time and has the same answer as when the
 * content was changed (RFC 9580 section 13.5).
 */
final class SessionKeys {
    private final List<SecretKeys> keys;
    private final List<Try> tries = new ArrayList<>();
    private int packets;

    private record Try(PublicKeyEncSessionPacket packet, SecretPart key) {}

    /** {@code octets}: the caller wipes it. */
    record Session(int cipher, byte[] octets) {}

    SessionKeys(List<SecretKeys> keys) { this.keys = keys; }

    /** {@code body}: of a packet with tag 1. Those that cannot be read, or are for others, are passed over. */
    void add(byte[] body) throws OpenPgpBroken {
        addOther();
        PublicKeyEncSessionPacket packet;
        try {
            var octets = new Packet(Packet.SESSION_KEY, body).encoded();
            packet = (PublicKeyEncSessionPacket) new BCPGInputStream(new ByteArrayInputStream(octets)).readPacket();
        } catch (IOException | RuntimeException _) {
            return;
        }
        for (var one : keys) {
            for (var part : one.decrypting(packet.getKeyID())) {
                boolean isSame = part.key().getAlgorithm() == packet.getAlgorithm();
                if (isSame && tries.size() < Limits.TRIES_MAX) tries.add(new Try(packet, part));
            }
        }
    }

    /** A session key under a passphrase; we have none. */
    void addOther() throws OpenPgpBroken {
        if (++packets > Limits.SESSION_KEYS_MAX) throw new OpenPgpBroken(Refusal.TOO_MANY_PACKETS);
    }

    /** {@code header}: of a packet that says its cipher itself; null for version 1, where the session key says it. */
    Session find(AeadHeader header) throws OpenPgpBroken {
        if (tries.isEmpty()) throw new OpenPgpBroken(Refusal.NO_KEY_FOR_IT);
        for (var one : tries) {
            var found = tried(one, header);
            if (found != null) return found;
        }
        int cipher = header == null ? SymmetricKeyAlgorithmTags.AES_256 : header.cipher();
        var random = new byte[keyOctets(cipher)];
        new SecureRandom().nextBytes(random);
        return new Session(cipher, random);
    }

    /** Null when it does not give one. */
    private static Session tried(Try one, AeadHeader header) throws OpenPgpBroken {
        byte[] session = null;
        try {
            var factory = new BcPublicKeyDataDecryptorFactory(one.key.secret());
            session = factory.recoverSessionData(one.packet, header == null || header.isLibrePgp() ? null
                : packetOf(header));
            return session(one.packet.getAlgorithm(), session, header);
        } catch (IOException | PGPException | RuntimeException e) {
            if (e instanceof OpenPgpBroken broken) throw broken;
            return null;
        } finally {
            if (session != null) Arrays.fill(session, (byte) 0);
        }
    }

    /** RFC 9580 section 5.1: cipher, key, and, but for the newest kinds, a sum. */
    private static Session session(int algorithm, byte[] octets, AeadHeader header) throws OpenPgpBroken {
        boolean hasSum = algorithm != PublicKeyAlgorithmTags.X25519 && algorithm != PublicKeyAlgorithmTags.X448;
        int end = octets.length - (hasSum ? 2 : 0);
        if (end <= 1) return null;
        if (hasSum) {
            int sum = 0;
            for (int i = 1; i < end; i++) sum += octets[i] & 0xFF;
            if ((sum & 0xFFFF) != ((octets[end] & 0xFF) << 8 | octets[end + 1] & 0xFF)) return null;
        }
        int cipher = octets[0] & 0xFF;
        boolean isOther = header != null && cipher != header.cipher();
        if (isOther) return null;
        if (!isAes(cipher)) return refused(algorithm, cipher);
        return keyOctets(cipher) == end - 1 ? new Session(cipher, Arrays.copyOfRange(octets, 1, end)) : null;
    }

    /** Why, is said only where the wrapping proves itself; of RSA it would be an oracle. */
    private static Session refused(int algorithm, int cipher) throws OpenPgpBroken {
        boolean isRsa = algorithm == PublicKeyAlgorithmTags.RSA_GENERAL || algorithm == KeyPolicy.RSA_ENCRYPT_ONLY;
        if (isRsa) return null;
        throw new OpenPgpBroken(cipherRefusal(cipher));
    }

    static Refusal cipherRefusal(int cipher) {
        boolean isWeak = cipher >= SymmetricKeyAlgorithmTags.NULL && cipher <= SymmetricKeyAlgorithmTags.BLOWFISH;
        return isWeak ? Refusal.WEAK_CIPHER : Refusal.UNKNOWN_CIPHER;
    }

    static boolean isAes(int cipher) {
        return cipher >= SymmetricKeyAlgorithmTags.AES_128 && cipher <= SymmetricKeyAlgorithmTags.AES_256;
    }

    private static int keyOctets(int aes) { return 16 + 8 * (aes - SymmetricKeyAlgorithmTags.AES_128); }

    private static InputStreamPacket packetOf(AeadHeader header) throws IOException {
        var body = new byte[36];
        body[0] = 2;
        body[1] = (byte) header.cipher();
        body[2] = (byte) header.mode();
        body[3] = (byte) header.chunk();
        System.arraycopy(header.variable(), 0, body, 4, header.variable().length);
        var octets = new Packet(Packet.PROTECTED, body).encoded();
        return (InputStreamPacket) new BCPGInputStream(new ByteArrayInputStream(octets)).readPacket();
    }
}
