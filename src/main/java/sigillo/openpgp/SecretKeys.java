package sigillo.openpgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SecretKeyPacket;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.operator.PBESecretKeyEncryptor;
import org.bouncycastle.openpgp.operator.PGPDigestCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/** The secret halves of a certificate: a transferable secret key (RFC 9580 section 10.2). Wiped when it is closed. */
public final class SecretKeys implements AutoCloseable {
    /**
     * 16,777,216 octets: some 50 ms a key here, and 64 MiB less in a telephone's browser than the most that the format
     * allows. RFC 9580 section 3.7.1.3.
     */
    private static final int STRETCHING = 0xE0;

    private final Certificate certificate;
    private final List<SecretPart> parts;

    SecretKeys(Certificate certificate, List<SecretPart> parts) {
        this.certificate = certificate;
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads an exported key, with its passphrase (empty for one without). Each secret half is tried against its public
     * half before it is believed. Parts that are elsewhere (on a card, or offline), and
     * those of kinds that we do not use (ElGamal, RSA of 1,024 bits), are left out.
     */
    public static SecretKeys read(byte[] binaryOrArmoured, char[] passphrase) throws OpenPgpBroken {
        return SecretKeysReader.read(binaryOrArmoured, passphrase);
    }

    public Certificate certificate() { return certificate; }

    /**
     * Binary, for other programs: with AES-256 under the stretched passphrase and SHA-1 as check (S2K usage 254), which
     * gpg 2.2 and RNP read; they do not read what RFC 9580 section 3.7.2 prefers. Decision 0063.
     */
    public byte[] export(char[] passphrase) throws OpenPgpBroken {
        if (passphrase.length == 0) throw new IllegalArgumentException("no passphrase");
        return encoded(passphrase);
    }

    /** Binary, without a passphrase: the caller seals it. */
    public byte[] plain() throws OpenPgpBroken { return encoded(null); }

    public byte[] exportArmoured(char[] passphrase) throws OpenPgpBroken {
        return Armour.of(Armour.Kind.SECRET_KEY, export(passphrase));
    }

    private byte[] encoded(char[] passphrase) throws OpenPgpBroken {
        var out = new ByteArrayOutputStream();
        try {
            var primary = certificate.primary();
            new Packet(Packet.SECRET_KEY, secretBody(primary, passphrase)).writeTo(out);
            write(primary.revocations(), out);
            write(primary.bindings(), out);
            for (var one : certificate.userIdParts()) {
                one.packet().writeTo(out);
                write(one.revocations(), out);
                write(one.certifications(), out);
            }
            for (var one : certificate.subkeys()) {
                if (part(one).isEmpty()) continue;
                new Packet(Packet.SECRET_SUBKEY, secretBody(one, passphrase)).writeTo(out);
                write(one.revocations(), out);
                write(one.bindings(), out);
            }
        } catch (PGPException | IOException e) {
            throw new OpenPgpBroken(Refusal.MALFORMED, e);
        }
        return out.toByteArray();
    }

    private byte[] secretBody(KeyPart key, char[] passphrase) throws PGPException, IOException {
        var part = part(key).orElseThrow(() -> new OpenPgpBroken(Refusal.NO_SECRET_KEY));
        var digests = new BcPGPDigestCalculatorProvider();
        PGPDigestCalculator check = passphrase == null ? null : digests.get(HashAlgorithmTags.SHA1);
        PBESecretKeyEncryptor encryptor = passphrase == null ? null : new BcPBESecretKeyEncryptorBuilder(
            SymmetricKeyAlgorithmTags.AES_256, digests.get(HashAlgorithmTags.SHA256), STRETCHING).build(passphrase);
        var secret = new PGPSecretKey(part.secret(), key.key(), check, part.isPrimary(), encryptor);
        return ((SecretKeyPacket) SecretKeysReader.packetOf(secret.getEncoded())).getEncodedContents();
    }

    private static void write(List<SelfSignature> signatures, ByteArrayOutputStream out) {
        signatures.forEach(one -> new Packet(Packet.SIGNATURE, one.packet()).writeTo(out));
    }

    private Optional<SecretPart> part(KeyPart key) {
        return parts.stream().filter(one -> one.key().hasFingerprint(key.key().getFingerprint())).findFirst();
    }

    /** With which one signs at this time: the newest subkey for it, or else the primary key. */
    SecretPart signing(Instant at) throws OpenPgpBroken {
        var usable = parts.stream()
            .filter(one -> !certificate.verifyingKeys(one.key().getKeyID(), at).isEmpty())
            .max(Comparator.comparing((SecretPart one) -> !one.isPrimary())
                .thenComparing(one -> one.key().getCreationTime()));
        return usable.orElseThrow(() -> new OpenPgpBroken(Refusal.CANNOT_SIGN));
    }

    /**
     * Those that may be meant by a session key for {@code keyId}; 0 is for anybody (RFC 9580 section 5.1.8). What has
     * expired or was revoked still opens what came before.
     */
    List<SecretPart> decrypting(long keyId) {
        return parts.stream().filter(one -> keyId == 0 || one.key().getKeyID() == keyId)
            .filter(one -> one.key().isEncryptionKey()).toList();
    }

    @Override public void close() { parts.forEach(SecretPart::close); }

    /** Never the secrets. */
    @Override public String toString() { return "secret keys of " + certificate; }
}
