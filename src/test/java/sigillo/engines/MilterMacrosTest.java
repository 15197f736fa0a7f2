package sigillo.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sigillo.filter.Mail;
import sigillo.smtp.Envelope;
import sigillo.smtp.Origin;
import sigillo.smtp.ReversePath;

/** What stands in the table of Postfix's MILTER_README, as far as it is known here; the transcripts have the rest. */
class MilterMacrosTest {
    private static MilterMacros of(Optional<String> tls, Optional<String> user) throws Exception {
        var plain = MilterPeerTest.mail("Subject: x\r\n\r\n", "192.0.2.1");
        var origin = new Origin(Optional.of(InetAddress.ofLiteral("192.0.2.1")), "mail.sender.example", "ESMTPS", tls, user);
        var envelope = Envelope.of(ReversePath.NULL, plain.envelope().recipients());
        return new MilterMacros(new Mail(envelope, origin, plain.message(), plain.section(), plain.trace(), plain.at()), "mail.home.example");
    }

    @ParameterizedTest @CsvSource({"TLSv1.3 TLS_AES_256_GCM_SHA384,256", "TLSv1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,128", "TLSv1.3 TLS_CHACHA20_POLY1305_SHA256,256"})
    void helo(String tls, String bits) throws Exception {
        var words = tls.split(" ");
        assertEquals(Map.of("{tls_version}", words[0], "{cipher}", words[1], "{cipher_bits}", bits), of(Optional.of(tls), Optional.empty()).helo().values());
    }

    @Test void inClearNothingIsSaidOfTls() throws Exception { assertEquals(Map.of(), of(Optional.empty(), Optional.empty()).helo().values()); }

    @Test void theNullSender() throws Exception {
        var macros = of(Optional.empty(), Optional.of("anna@home.example")).mail().values();
        assertEquals("<>", macros.get("{mail_addr}"));
        assertEquals(Optional.empty(), Optional.ofNullable(macros.get("{mail_host}")));
        assertEquals("anna@home.example", macros.get("{auth_authen}"));
    }
}
