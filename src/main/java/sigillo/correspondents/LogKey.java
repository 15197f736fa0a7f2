package sigillo.correspondents;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.store.Damaged;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Transactions;

/**
 * The key that signs heads of the key log: Ed25519, RFC 8032; made once, and kept sealed beside the log. Any thread.
 */
final class LogKey {
    private static final int VERSION = 1;
    private static final Bytes ROW = Bytes.utf8("k");
    private static final byte[] PLACE = "correspondents/k".getBytes(StandardCharsets.US_ASCII);
    private static final String ALGORITHM = "Ed25519";
    private static final int PUBLIC_OCTETS = 32;

    private final PrivateKey secret;
    private final Bytes publicKey;

    private LogKey(PrivateKey secret, Bytes publicKey) {
        this.secret = secret;
        this.publicKey = publicKey;
    }

    /** {@code key}: the server's. */
    static LogKey open(Transactions transactions, Secret key, Randomness randomness) {
        var there = transactions.partition().get(ROW);
        if (there.isPresent()) return opened(key, there.get());
        var fresh = SealedRow.seal(key, PLACE, made(), randomness);
        return opened(key, transactions.write(tx -> tx.get(ROW).orElseGet(() -> {
            tx.put(ROW, fresh);
            return fresh;
        })));
    }

    private static byte[] made() {
        try {
            var pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            var x509 = pair.getPublic().getEncoded();
            return new RowOut(VERSION, 120).fixed(Arrays.copyOfRange(x509, x509.length - PUBLIC_OCTETS, x509.length))
                .sized(pair.getPrivate().getEncoded()).done();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has " + ALGORITHM, impossible);
        }
    }

    private static LogKey opened(Secret key, byte[] row) {
        try {
            var in = new RowIn(SealedRow.open(key, PLACE, row), VERSION);
            var publicKey = Bytes.wrap(in.fixed(PUBLIC_OCTETS));
            return new LogKey(KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(in.sized())),
                publicKey);
        } catch (SealBroken | GeneralSecurityException broken) {
            throw new Damaged("the key of the key log is not as this server wrote it", broken);
        }
    }

    Bytes publicKey() { return publicKey; }

    Bytes sign(String text) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Bytes.wrap(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has " + ALGORITHM, impossible);
        }
    }
}
