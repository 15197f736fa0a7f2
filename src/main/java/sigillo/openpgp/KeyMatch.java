package sigillo.openpgp;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyEncSessionPacket;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.jcajce.JcePGPDataEncryptorBuilder;

/**
 * Whether a secret half belongs to a public half, tried by using them together, before anything that was made with them
 * leaves. Who can write where keys are kept could else change a public half and have the secret one leak
 * (key overwriting: Bruseghini, Huigens, Paterson, 2022).
 */
final class KeyMatch {
    private KeyMatch() {}

    /** Whether keys of this kind are used at all. */
    static boolean isKnown(PGPPublicKey key) {
        return KeyPolicy.canVerify(key.getPublicKeyPacket()) || KeyPolicy.canEncrypt(key.getPublicKeyPacket());
    }

    static boolean isPair(PGPPublicKey key, PGPPrivateKey secret) {
        try {
            if (KeyPolicy.canVerify(key.getPublicKeyPacket())) return signs(key, secret);
            return KeyPolicy.canEncrypt(key.getPublicKeyPacket()) && decrypts(key, secret);
        } catch (PGPException | IOException | RuntimeException _) {
            return false;
        }
    }

    private static boolean signs(PGPPublicKey key, PGPPrivateKey secret) throws PGPException {
        var text = new byte[32];
        new SecureRandom().nextBytes(text);
        var generator = new PGPSignatureGenerator(new BcPGPContentSignerBuilder(key.getAlgorithm(),
            HashAlgorithmTags.SHA512), key);
        generator.init(PGPSignature.BINARY_DOCUMENT, secret);
        var hashed = new PGPSignatureSubpacketGenerator();
        hashed.setSignatureCreationTime(Date.from(Instant.EPOCH));
        generator.setHashedSubpackets(hashed.generate());
        generator.update(text);
        var made = generator.generate();
        made.init(CertificateReader.VERIFIERS, key);
        made.update(text);
        return made.verify();
    }

    private static boolean decrypts(PGPPublicKey key, PGPPrivateKey secret) throws PGPException, IOException {
        var session = new byte[32];
        new SecureRandom().nextBytes(session);
        var cipher = new JcePGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256).setWithIntegrityPacket(true);
        var packet = (PublicKeyEncSessionPacket) new BcPublicKeyKeyEncryptionMethodGenerator(key)
            .generate(cipher, session);
        var found = new BcPublicKeyDataDecryptorFactory(secret).recoverSessionData(packet, null);
        return Arrays.equals(session, Arrays.copyOfRange(found, 1, 33));
    }
}
