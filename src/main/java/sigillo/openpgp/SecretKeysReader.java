package sigillo.openpgp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SecretKeyPacket;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/**
 * Reads transferable secret keys: the public packets as a certificate, by its rules, and each secret half against its
 * public one.
 */
final class SecretKeysReader {

    /** A sum of 16 bits instead of SHA-1: what gpg wrote before 2002. */
    private static final int USAGE_CHECKSUM = 0xFF;

    private SecretKeysReader() {}

    static SecretKeys read(byte[] binaryOrArmoured, char[] passphrase) throws OpenPgpBroken {
        if (binaryOrArmoured.length > Limits.CERTIFICATE_OCTETS_MAX) throw new OpenPgpBroken(Refusal.TOO_LARGE);
        if (binaryOrArmoured.length == 0) throw new OpenPgpBroken(Refusal.NOT_OPENPGP);
        try {
            return readBinary(Armour.binary(binaryOrArmoured, Set.of(Armour.Kind.SECRET_KEY)), passphrase);
        } catch (OpenPgpBroken e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SecretKeys readBinary(byte[] binary, char[] passphrase) throws IOException {
        var publicOctets = new ByteArrayOutputStream();
        var secrets = new ArrayList<SecretKeyPacket>();
        var packets = new PacketReader(new ByteArrayInputStream(binary), Limits.CERTIFICATE_PACKETS_MAX);
        for (int tag; (tag = packets.next()) >= 0; ) {
            var packet = new Packet(tag, packets.body(Limits.CERTIFICATE_OCTETS_MAX));
            if (tag == Packet.SECRET_KEY || tag == Packet.SECRET_SUBKEY) {
                secret(packet, secrets).writeTo(publicOctets);
            } else {
                packet.writeTo(publicOctets);
            }
        }
        if (secrets.isEmpty()) throw new OpenPgpBroken(Refusal.NO_SECRET_KEY);
        return opened(Certificate.read(publicOctets.toByteArray()), secrets, passphrase);
    }

    /**
     * The public half as a packet; the secret one is put to the others. What cannot be read becomes a packet that falls
     * out.
     */
    private static Packet secret(Packet packet, List<SecretKeyPacket> secrets) throws IOException {
        int publicTag = packet.tag() == Packet.SECRET_KEY ? Packet.PUBLIC_KEY : Packet.PUBLIC_SUBKEY;
        boolean isSmall = packet.body().length <= Limits.SMALL_PACKET_OCTETS_MAX;
        if (isSmall && packetOf(packet.encoded()) instanceof SecretKeyPacket secret) {
            if (secrets.size() > Limits.SUBKEYS_MAX) throw new OpenPgpBroken(Refusal.TOO_MANY_KEYS);
            secrets.add(secret);
            return new Packet(publicTag, secret.getPublicKeyPacket().getEncodedContents());
        }
        return new Packet(publicTag, new byte[0]);
    }

    private static SecretKeys opened(Certificate certificate, List<SecretKeyPacket> secrets, char[] passphrase)
        throws OpenPgpBroken {
        var parts = new ArrayList<SecretPart>();
        try {
            for (var secret : secrets) {
                boolean isElsewhere = secret.getS2K() != null && secret.getS2K().getType() == S2K.GNU_DUMMY_S2K;
                var key = keyOf(certificate, secret);
                boolean isUsed = !isElsewhere && key != null && KeyMatch.isKnown(key);
                if (isUsed) parts.add(part(key, certificate, secret, passphrase));
            }
            if (parts.isEmpty()) throw new OpenPgpBroken(Refusal.NO_SECRET_KEY);
            return new SecretKeys(certificate, parts);
        } catch (OpenPgpBroken e) {
            parts.forEach(SecretPart::close);
            throw e;
        }
    }

    /** Null when the certificate does not have it any more: its primary key has not signed it. */
    private static PGPPublicKey keyOf(Certificate certificate, SecretKeyPacket secret) throws OpenPgpBroken {
        var fingerprint = fingerprint(secret.getPublicKeyPacket());
        if (certificate.primary().key().hasFingerprint(fingerprint)) return certificate.primary().key();
        return certificate.subkeys().stream().map(KeyPart::key).filter(one -> one.hasFingerprint(fingerprint))
            .findFirst().orElse(null);
    }

    private static byte[] fingerprint(PublicKeyPacket key) throws OpenPgpBroken {
        try {
            return new BcKeyFingerprintCalculator().calculateFingerprint(key);
        } catch (PGPException | RuntimeException e) {
            throw new OpenPgpBroken(Refusal.MALFORMED, e);
        }
    }

    private static SecretPart part(PGPPublicKey key, Certificate certificate, SecretKeyPacket packet, char[] passphrase)
        throws OpenPgpBroken {
        var secret = secret(key, packet, passphrase);
        if (!KeyMatch.isPair(key, secret)) throw new OpenPgpBroken(Refusal.KEY_MISMATCH);
        try {
            return new SecretPart(key, key == certificate.primary().key(), secret);
        } catch (PGPException | IOException | RuntimeException e) {
            throw new OpenPgpBroken(Refusal.MALFORMED, e);
        }
    }

    private static PGPPrivateKey secret(PGPPublicKey key, SecretKeyPacket packet, char[] passphrase)
        throws OpenPgpBroken {
        requireStretching(packet);
        try {
            var decryptor = new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(passphrase);
            var secret = new PGPSecretKey(packet, key).extractPrivateKey(decryptor);
            if (secret == null) throw new OpenPgpBroken(Refusal.NO_SECRET_KEY);
            return secret;
        } catch (PGPException | RuntimeException e) {
            throw new OpenPgpBroken(Refusal.WRONG_PASSPHRASE, e);
        }
    }

    /**
     * RFC 9580 section 3.7.1: iterated, or in the clear. Argon2 says itself how much memory it takes, up to terabytes;
     * simple and salted ones protect nothing. RFC 9580 section 3.7.2.1: usage octets below 253 are ciphers, with MD5.
     */
    private static void requireStretching(SecretKeyPacket packet) throws OpenPgpBroken {
        int usage = packet.getS2KUsage() & 0xFF;
        if (usage == SecretKeyPacket.USAGE_NONE) return;
        boolean isKnown = usage == SecretKeyPacket.USAGE_SHA1 || usage == USAGE_CHECKSUM
            || usage == SecretKeyPacket.USAGE_AEAD;
        if (!isKnown || packet.getS2K() == null || packet.getS2K().getType() != S2K.SALTED_AND_ITERATED) {
            throw new OpenPgpBroken(Refusal.PASSPHRASE_STRETCHING);
        }
    }

    /** Null when BouncyCastle cannot read it. */
    static Object packetOf(byte[] octets) {
        try {
            return new BCPGInputStream(new ByteArrayInputStream(octets)).readPacket();
        } catch (IOException | RuntimeException _) {
            return null;
        }
    }
}
