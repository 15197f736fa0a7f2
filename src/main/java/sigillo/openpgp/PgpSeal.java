package sigillo.openpgp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.jcajce.JcePGPDataEncryptorBuilder;

/**
 * Messages are encrypted and signed, by the profile of decision 0063: integrity protected data of version 1 with
 * AES-256, never compressed, without a file name and a time. Streams: in memory is a buffer of 64 KiB.
 */
public final class PgpSeal {
    /** Of {@link #signature}, as RFC 3156 section 5 names it. */
    public static final String MICALG = "pgp-sha512";

    private static final int BUFFER_OCTETS = 64 * 1024;

    private PgpSeal() {}

    /**
     * Encrypts to all of {@code to}, whether or not they may still be used by others: throws {@link
     * Refusal#CANNOT_ENCRYPT} before the first octet is written when one of them cannot be, {@link
     * Refusal#CANNOT_SIGN} when the signer cannot. Binary packets go to {@code out}, which is not closed; {@link
     * Armour#writer} makes armour of them.
     *
     * @param at the time of the signature, and of the question whether keys are good
     */
    public static void encrypt(InputStream plain, List<Certificate> to, Optional<SecretKeys> signer, Instant at,
        OutputStream out)
        throws IOException {
        if (to.isEmpty()) throw new IllegalArgumentException("to nobody");
        try {
            var encryptor = new PGPEncryptedDataGenerator(
                new JcePGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256).setWithIntegrityPacket(true));
            for (var one : to) encryptor.addMethod(new BcPublicKeyKeyEncryptionMethodGenerator(one.encryptionKey(at)));
            var signing = signer.isPresent() ? signer(signer.get(), at) : null;
            var encrypted = encryptor.open(out, new byte[BUFFER_OCTETS]);
            content(plain, signing, encrypted);
            encryptor.close();
        } catch (PGPException e) {
            throw new IllegalStateException("cannot be encrypted", e);
        }
    }

    /** A signed message that is not encrypted: one-pass signature, literal, signature (RFC 9580 section 10.3). */
    public static void sign(InputStream plain, SecretKeys signer, Instant at, OutputStream out) throws IOException {
        try {
            content(plain, signer(signer, at), out);
        } catch (PGPException e) {
            throw new IllegalStateException("cannot be signed", e);
        }
    }

    /**
     * A detached signature over {@code content} as it is, as binary packet. For RFC 3156 the content has CRLF at line
     * ends, and its transfer encoding is such that nobody changes it.
     */
    public static byte[] signature(InputStream content, SecretKeys signer, Instant at) throws IOException {
        try {
            var signing = signer(signer, at);
            copy(content, signing, OutputStream.nullOutputStream());
            return signing.generate().getEncoded();
        } catch (PGPException e) {
            throw new IllegalStateException("cannot be signed", e);
        }
    }

    /** {@code signing}: null for none. */
    private static void content(InputStream plain, PGPSignatureGenerator signing, OutputStream out)
        throws IOException, PGPException {
        if (signing != null) signing.generateOnePassVersion(false).encode(out);
        var literals = new PGPLiteralDataGenerator();
        var literal = literals.open(out, PGPLiteralData.BINARY, "", new Date(0), new byte[BUFFER_OCTETS]);
        copy(plain, signing, literal);
        literals.close();
        if (signing != null) signing.generate().encode(out);
    }

    private static void copy(InputStream from, PGPSignatureGenerator signing, OutputStream to) throws IOException {
        var buffer = new byte[BUFFER_OCTETS];
        for (int n; (n = from.read(buffer)) >= 0; ) {
            to.write(buffer, 0, n);
            if (signing != null) signing.update(buffer, 0, n);
        }
        java.util.Arrays.fill(buffer, (byte) 0);
    }

    private static PGPSignatureGenerator signer(SecretKeys signer, Instant at) throws OpenPgpBroken, PGPException {
        var part = signer.signing(at);
        var content = new BcPGPContentSignerBuilder(part.key().getAlgorithm(), HashAlgorithmTags.SHA512);
        var generator = new PGPSignatureGenerator(content, part.key());
        generator.init(PGPSignature.BINARY_DOCUMENT, part.secret());
        var hashed = new PGPSignatureSubpacketGenerator();
        hashed.setSignatureCreationTime(true, Date.from(at));
        hashed.setIssuerFingerprint(false, part.key());
        generator.setHashedSubpackets(hashed.generate());
        var unhashed = new PGPSignatureSubpacketGenerator();
        unhashed.setIssuerKeyID(false, part.key().getKeyID());
        generator.setUnhashedSubpackets(unhashed.generate());
        return generator;
    }
}
