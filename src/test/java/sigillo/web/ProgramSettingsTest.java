package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sigillo.autoconfig.Offered;
import sigillo.http.Asked;
import sigillo.http.Fields;
import sigillo.http.Reply;

/** Which path gets what, for which domain. */
class ProgramSettingsTest {
    private static final ProgramSettings SETTINGS = new ProgramSettings(domain -> domain.name().equals("home.example"), "mail.home.example",
        List.of(new Offered(Offered.Service.IMAP, Offered.Security.TLS, "mail.home.example", 993),
            new Offered(Offered.Service.SUBMISSION, Offered.Security.TLS, "mail.home.example", 465)));

    private static Reply ask(Asked.Method method, String host, String target, String body) {
        var parts = target.split("\\?", 2);
        var query = Fields.parse(parts.length == 1 ? "" : parts[1]);
        var asked = new Asked(method, parts[0], query, Map.of("host", host), body.getBytes(StandardCharsets.UTF_8), InetAddress.getLoopbackAddress(), () -> { });
        return SETTINGS.answer(asked);
    }

    private static String text(Reply reply) throws IOException {
        return new String(reply.body().bytes(0, reply.body().length(), 100_000), StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}{1}")
    @CsvSource({
        "autoconfig.home.example, /mail/config-v1.1.xml?emailaddress=anna%40home.example, 200",
        "autoconfig.home.example, /mail/config-v1.1.xml, 200",
        "AUTOCONFIG.home.example:443, /mail/config-v1.1.xml, 200",
        "home.example, /.well-known/autoconfig/mail/config-v1.1.xml, 200",
        "mail.home.example, /.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=nobody@home.example, 200",
        "mail.home.example, /.well-known/autoconfig/mail/config-v1.1.xml, 404",
        "autoconfig.other.example, /mail/config-v1.1.xml, 404",
        "autoconfig.home.example, /mail/config-v1.1.xml?emailaddress=anna@other.example, 404",
        "mail.home.example, /autodiscover/autodiscover.json?Email=anna@home.example&Protocol=AutodiscoverV1, 200",
        "mail.home.example, /autodiscover/autodiscover.json/v1.0/anna@home.example?Protocol=AutodiscoverV1, 200",
        "mail.home.example, /autodiscover/autodiscover.json?Protocol=ActiveSync, 404",
        "mail.home.example, /Autodiscover/Autodiscover.xml, 405",
        "mail.home.example, /mail/apple.mobileconfig?address=anna@home.example, 200",
        "mail.home.example, /mail/apple.mobileconfig?address=anna@other.example, 404",
        "mail.home.example, /mail/apple.mobileconfig, 404",
    })
    void whatIsRead(String host, String target, int status) {
        assertTrue(SETTINGS.has(target.replaceFirst("\\?.*", "")));
        assertEquals(status, ask(Asked.Method.GET, host, target, "").status());
    }

    @Test void outlookSendsAForm() throws IOException {
        var ours = ask(Asked.Method.POST, "mail.home.example", "/autodiscover/autodiscover.xml", "<a><EMailAddress>anna@home.example</EMailAddress></a>");
        assertTrue(text(ours).contains("<LoginName>anna@home.example</LoginName>"), text(ours));
        var others = ask(Asked.Method.POST, "mail.home.example", "/AutoDiscover/AutoDiscover.xml", "<a><EMailAddress>anna@other.example</EMailAddress></a>");
        assertTrue(text(others).contains("<ErrorCode>601</ErrorCode>"), text(others));
        var broken = ask(Asked.Method.POST, "mail.home.example", "/autodiscover/autodiscover.xml", "<a>");
        assertTrue(text(broken).contains("<ErrorCode>600</ErrorCode>"), text(broken));
    }

    @Test void otherPathsAreNotItsOwn() {
        for (var path : List.of("/", "/mail", "/mail/config-v1.1.xml.gz", "/autodiscover", "/autodiscover/autodiscover.jsonx")) {
            assertEquals(false, SETTINGS.has(path), path);
        }
    }
}
