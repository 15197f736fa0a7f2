package sigillo.openpgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.CompressionAlgorithmTags;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.Features;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPairGeneratorProvider;

/**
 * New keys, by the profile of decision 0063: version 4, Ed25519Legacy that signs, Cv25519 to which one encrypts; that
 * is what gpg 2.2, Thunderbird, Sequoia, RNP and OpenPGP.js all take.
 */
public final class KeyMaking {
    private static final int VERSION = 4;
    private static final int[] CIPHERS = {SymmetricKeyAlgorithmTags.AES_256, SymmetricKeyAlgorithmTags.AES_128};
    private static final int[] HASHES = {HashAlgorithmTags.SHA512, HashAlgorithmTags.SHA384, HashAlgorithmTags.SHA256};
    private static final int[] COMPRESSIONS = {CompressionAlgorithmTags.UNCOMPRESSED};

    private KeyMaking() {}

    /**
     * @param userId of the form {@code Name <local@domain>} or the address alone; at most
     * {@link Limits#USER_ID_OCTETS_MAX}
     * @param lifetime empty: they never expire
     */
    public static SecretKeys make(String userId, Instant at, Optional<Duration> lifetime) {
        if (userId.isBlank() || userId.getBytes(StandardCharsets.UTF_8).length > Limits.USER_ID_OCTETS_MAX) {
            throw new IllegalArgumentException("not a user ID");
        }
        try {
            return made(userId, at.truncatedTo(ChronoUnit.SECONDS), lifetime);
        } catch (PGPException | IOException e) {
            throw new IllegalStateException("keys cannot be made", e);
        }
    }

    private static SecretKeys made(String userId, Instant at, Optional<Duration> lifetime)
        throws PGPException, IOException {
        var pairs = new BcPGPKeyPairGeneratorProvider().get(VERSION, Date.from(at));
        var primary = pairs.generateLegacyEd25519KeyPair();
        var subkey = pairs.generateLegacyX25519KeyPair().asSubkey(new BcKeyFingerprintCalculator());
        var octets = new ByteArrayOutputStream();
        new Packet(Packet.PUBLIC_KEY, primary.getPublicKey().getPublicKeyPacket().getEncodedContents()).writeTo(octets);
        new Packet(Packet.USER_ID, userId.getBytes(StandardCharsets.UTF_8)).writeTo(octets);
        octets.writeBytes(certification(primary, userId, at, lifetime).getEncoded());
        new Packet(Packet.PUBLIC_SUBKEY, subkey.getPublicKey().getPublicKeyPacket().getEncodedContents())
            .writeTo(octets);
        octets.writeBytes(binding(primary, subkey.getPublicKey(), at, lifetime).getEncoded());
        var certificate = Certificate.read(octets.toByteArray());
        var parts = List.of(new SecretPart(certificate.primary().key(), true, primary.getPrivateKey()),
            new SecretPart(certificate.subkeys().getFirst().key(), false, subkey.getPrivateKey()));
        return new SecretKeys(certificate, parts);
    }

    /** Flags, preferences and features are here, on the user ID, where all programs look for them. */
    private static PGPSignature certification(PGPKeyPair primary, String userId, Instant at,
        Optional<Duration> lifetime)
        throws PGPException {
        var hashed = dated(primary.getPublicKey(), at, lifetime);
        hashed.setKeyFlags(true, KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA);
        hashed.setPrimaryUserID(false, true);
        hashed.setPreferredSymmetricAlgorithms(false, CIPHERS);
        hashed.setPreferredHashAlgorithms(false, HASHES);
        hashed.setPreferredCompressionAlgorithms(false, COMPRESSIONS);
        hashed.setFeature(false, Features.FEATURE_MODIFICATION_DETECTION);
        return signer(primary, PGPSignature.POSITIVE_CERTIFICATION, hashed)
            .generateCertification(userId, primary.getPublicKey());
    }

    private static PGPSignature binding(PGPKeyPair primary, PGPPublicKey subkey, Instant at,
        Optional<Duration> lifetime)
        throws PGPException {
        var hashed = dated(primary.getPublicKey(), at, lifetime);
        hashed.setKeyFlags(true, KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE);
        return signer(primary, PGPSignature.SUBKEY_BINDING, hashed)
            .generateCertification(primary.getPublicKey(), subkey);
    }

    private static PGPSignatureSubpacketGenerator dated(PGPPublicKey primary, Instant at, Optional<Duration> lifetime) {
        var hashed = new PGPSignatureSubpacketGenerator();
        hashed.setSignatureCreationTime(true, Date.from(at));
        hashed.setIssuerFingerprint(false, primary);
        lifetime.ifPresent(time -> hashed.setKeyExpirationTime(true, time.toSeconds()));
        return hashed;
    }

    private static PGPSignatureGenerator signer(PGPKeyPair primary, int type, PGPSignatureSubpacketGenerator hashed)
        throws PGPException {
        var content = new BcPGPContentSignerBuilder(primary.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA512);
        var signer = new PGPSignatureGenerator(content, primary.getPublicKey());
        signer.init(type, primary.getPrivateKey());
        signer.setHashedSubpackets(hashed.generate());
        var unhashed = new PGPSignatureSubpacketGenerator();
        unhashed.setIssuerKeyID(false, primary.getKeyID());
        signer.setUnhashedSubpackets(unhashed.generate());
        return signer;
    }
}
