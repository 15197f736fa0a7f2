package sigillo.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
    @TempDir Path folder;

    @Test void readsKeysInEveryForm() throws Exception {
        var ec = TestCertificates.ecKeys();
        var rsa = TestCertificates.rsaKeys();
        assertEquals(ec.getPrivate(), TestCertificates.write(folder, "a.example", ec, true).load().key());
        assertEquals(ec.getPrivate(), TestCertificates.write(folder, "b.example", ec, false).load().key());
        assertEquals(rsa.getPrivate(), TestCertificates.write(folder, "c.example", rsa, true).load().key());
        var pkcs1 = TestCertificates.write(folder, "d.example", rsa, false);
        assertTrue(Files.readString(pkcs1.key()).contains("BEGIN RSA PRIVATE KEY"));
        assertEquals(rsa.getPrivate(), pkcs1.load().key());
    }

    @Test void readsAnEcKeyThatNamesItsCurve() throws Exception {
        var keys = TestCertificates.ecKeys();
        var files = TestCertificates.write(folder, "e.example", keys, false);
        var secret = ((ECPrivateKey) keys.getPrivate()).getS();
        var sec1 = new org.bouncycastle.asn1.sec.ECPrivateKey(256, secret, SECObjectIdentifiers.secp256r1);
        Files.writeString(files.key(), TestCertificates.pem(new PemObject("EC PRIVATE KEY", sec1.getEncoded())));
        assertEquals(secret, ((ECPrivateKey) files.load().key()).getS());
    }

    @Test void readsChainAndKeyFromOneFile() throws Exception {
        var files = TestCertificates.write(folder, "mx.example");
        var both = folder.resolve("both.pem");
        Files.writeString(both, "some text before\n" + Files.readString(files.key()) + Files.readString(files.chain()));
        var loaded = new CertificateFiles(both, both).load();
        assertEquals(1, loaded.chain().size());
        assertTrue(loaded.isFor("MX.example"));
    }

    @Test void saysWhatIsWrong() throws Exception {
        var good = TestCertificates.write(folder, "good.example");
        var other = TestCertificates.write(folder, "other.example");
        says("is not the key of", new CertificateFiles(good.chain(), other.key()));
        says("does not exist", new CertificateFiles(folder.resolve("none"), good.key()));
        says("holds no certificate", new CertificateFiles(good.key(), good.key()));
        says("holds no private key", new CertificateFiles(good.chain(), good.chain()));
        Files.writeString(folder.resolve("torn"), "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        says("cannot be read", new CertificateFiles(folder.resolve("torn"), good.key()));
    }

    private static void says(String words, CertificateFiles files) {
        var error = assertThrows(IOException.class, () -> Tls.open(List.of(files)));
        assertTrue(error.getMessage().contains(words), error.getMessage());
    }
}
