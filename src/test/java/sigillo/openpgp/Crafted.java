package sigillo.openpgp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.bouncycastle.bcpg.AEADAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.operator.PGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyKeyEncryptionMethodGenerator;

/** Messages that no program of ours writes: any packets, encrypted in any way. */
final class Crafted {
    private Crafted() {}

    static byte[] literal(String text) {
        var body = new ByteArrayOutputStream();
        body.write('b');
        body.write(0);
        body.writeBytes(new byte[4]);
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return new Packet(Packet.LITERAL, body.toByteArray()).encoded();
    }

    static byte[] signed(String text, SecretKeys by, Instant at) throws Exception {
        var out = new ByteArrayOutputStream();
        PgpSeal.sign(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), by, at, out);
        return out.toByteArray();
    }

    static byte[] compressed(byte[] packets) throws Exception {
        var body = new ByteArrayOutputStream();
        body.write(1);
        try (var deflate = new DeflaterOutputStream(body, new Deflater(9, true))) {
            deflate.write(packets);
        }
        return new Packet(Packet.COMPRESSED, body.toByteArray()).encoded();
    }

    static byte[] joined(byte[]... pieces) {
        var all = new ByteArrayOutputStream();
        for (var one : pieces) all.writeBytes(one);
        return all.toByteArray();
    }

    static PGPDataEncryptorBuilder mdc(int cipher) {
        return new BcPGPDataEncryptorBuilder(cipher).setWithIntegrityPacket(true);
    }

    static PGPDataEncryptorBuilder withoutMdc() {
        return new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256).setWithIntegrityPacket(false);
    }

    /** {@code chunk}: chunks have 2 to the power of it, 6 at least. */
    static PGPDataEncryptorBuilder aead(int mode, int chunk) {
        return new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256).setWithAEAD(mode, chunk).setUseV6AEAD();
    }

    static PGPDataEncryptorBuilder librePgp(int chunk) {
        return new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
            .setWithAEAD(AEADAlgorithmTags.OCB, chunk).setUseV5AEAD();
    }

    static byte[] encrypted(byte[] packets, Certificate to, Instant at, PGPDataEncryptorBuilder how) throws Exception {
        var out = new ByteArrayOutputStream();
        var generator = new PGPEncryptedDataGenerator(how);
        generator.addMethod(new BcPublicKeyKeyEncryptionMethodGenerator(to.encryptionKey(at)));
        try (var encrypted = generator.open(out, packets.length)) {
            encrypted.write(packets);
        }
        generator.close();
        return out.toByteArray();
    }
}
