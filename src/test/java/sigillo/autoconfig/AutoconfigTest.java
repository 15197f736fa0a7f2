package sigillo.autoconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import sigillo.autoconfig.Offered.Security;
import sigillo.autoconfig.Offered.Service;
import sigillo.base.Address;
import sigillo.base.Domain;

/** What programs are told of the same doors, each in its own writing, read by the JDK's parser. */
class AutoconfigTest {
    private static final Domain HOME = Domain.of("home.example");
    private static final Address ANNA = Address.of("anna@home.example");
    private static final Offered IMAPS = new Offered(Service.IMAP, Security.TLS, "mail.home.example", 993);
    private static final Offered IMAP = new Offered(Service.IMAP, Security.STARTTLS, "mail.home.example", 143);
    private static final Offered POP3S = new Offered(Service.POP3, Security.TLS, "mail.home.example", 995);
    private static final Offered SUBMISSIONS = new Offered(Service.SUBMISSION, Security.TLS, "mail.home.example", 465);
    private static final Offered SUBMISSION = new Offered(Service.SUBMISSION, Security.STARTTLS, "mail.home.example", 587);
    private static final Offered SIEVE = new Offered(Service.MANAGESIEVE, Security.STARTTLS, "mail.home.example", 4190);
    private static final List<Offered> ALL = List.of(SIEVE, SUBMISSION, POP3S, IMAP, SUBMISSIONS, IMAPS);

    private static Document parsed(byte[] xml) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
    }

    private static List<Element> all(Document document, String name) {
        var found = document.getElementsByTagNameNS("*", name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
    }

    private static String inner(Element element, String name) {
        var found = element.getElementsByTagNameNS("*", name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    @Test void thunderbirdGetsEachDoorTlsBeforeStartTls() throws Exception {
        var document = parsed(Autoconfig.write(HOME, "home.example", ALL));
        assertEquals("1.1", document.getDocumentElement().getAttribute("version"));
        assertEquals("home.example", all(document, "emailProvider").getFirst().getAttribute("id"));
        assertEquals(List.of("imap 993 SSL", "imap 143 STARTTLS", "pop3 995 SSL"), servers(document, "incomingServer"));
        assertEquals(List.of("smtp 465 SSL", "smtp 587 STARTTLS"), servers(document, "outgoingServer"));
        for (var server : all(document, "incomingServer")) {
            assertEquals("mail.home.example", inner(server, "hostname"));
            assertEquals("%EMAILADDRESS%", inner(server, "username"));
            assertEquals("password-cleartext", inner(server, "authentication"));
        }
    }

    /** Passwords stay first: a program that does not know the issuer could not go on. */
    @Test void thunderbirdIsToldWhereTokensAre() throws Exception {
        var oauth = new Autoconfig.OAuth("https://mail.home.example", "urn:x:mail", "https://mail.home.example/authorize", "https://mail.home.example/oauth/token");
        var document = parsed(Autoconfig.write(HOME, "home.example", ALL, Optional.of(oauth)));
        var told = all(document, "oAuth2").getFirst();
        assertEquals(List.of("https://mail.home.example", "urn:x:mail", "https://mail.home.example/authorize", "https://mail.home.example/oauth/token"),
            List.of(inner(told, "issuer"), inner(told, "scope"), inner(told, "authURL"), inner(told, "tokenURL")));
        for (var server : all(document, "incomingServer")) {
            var ways = server.getElementsByTagNameNS("*", "authentication");
            assertEquals("password-cleartext OAuth2", ways.item(0).getTextContent() + " " + ways.item(1).getTextContent());
        }
        assertEquals(0, all(parsed(Autoconfig.write(HOME, "home.example", ALL)), "oAuth2").size());
    }

    private static List<String> servers(Document document, String kind) {
        return all(document, kind).stream()
            .map(server -> server.getAttribute("type") + " " + inner(server, "port") + " " + inner(server, "socketType")).toList();
    }

    @Test void outlookGetsTheBestDoorOfEachKind() throws Exception {
        var document = parsed(Autodiscover.settings(ANNA, ALL));
        assertEquals("http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a", all(document, "Response").getFirst().getNamespaceURI());
        assertEquals(List.of("IMAP 993 SSL", "POP3 995 SSL", "SMTP 465 SSL"), protocols(document));
        assertEquals(List.of("IMAP 143 TLS", "SMTP 587 TLS"), protocols(parsed(Autodiscover.settings(ANNA, List.of(IMAP, SUBMISSION)))));
        assertEquals("anna@home.example", inner(all(document, "Protocol").getFirst(), "LoginName"));
    }

    private static List<String> protocols(Document document) {
        return all(document, "Protocol").stream()
            .map(one -> inner(one, "Type") + " " + inner(one, "Port") + " " + inner(one, "Encryption")).toList();
    }

    @Test void anAddressStaysTextInXml() throws Exception {
        var odd = Address.of("\"<b>&amp;</b>\"@home.example");
        assertEquals(odd.toString(), inner(all(parsed(Autodiscover.settings(odd, ALL)), "Protocol").getFirst(), "LoginName"));
    }

    @Test void appleGetsImapElsePopElseNothing() throws Exception {
        var profile = parsed(AppleProfile.write(ANNA, "home.example", ALL).orElseThrow());
        assertEquals("EmailTypeIMAP", after(profile, "EmailAccountType"));
        assertEquals("993", after(profile, "IncomingMailServerPortNumber"));
        assertEquals("465", after(profile, "OutgoingMailServerPortNumber"));
        assertEquals("EmailTypePOP", after(parsed(AppleProfile.write(ANNA, "home.example", List.of(POP3S, SUBMISSION)).orElseThrow()), "EmailAccountType"));
        assertEquals(Optional.empty(), AppleProfile.write(ANNA, "home.example", List.of(IMAPS)));
        assertEquals(Optional.empty(), AppleProfile.write(ANNA, "home.example", List.of(SUBMISSIONS)));
    }

    private static String after(Document profile, String key) {
        var found = all(profile, "key").stream().filter(one -> one.getTextContent().equals(key)).findFirst().orElseThrow();
        var next = found.getNextSibling();
        while (!(next instanceof Element)) next = next.getNextSibling();
        return next.getTextContent();
    }

    @Test void theSameAddressIsTheSameProfile() throws Exception {
        var once = AppleProfile.write(ANNA, "home.example", ALL).orElseThrow();
        assertEquals(after(parsed(once), "PayloadUUID"), after(parsed(AppleProfile.write(ANNA, "other", List.of(IMAPS, SUBMISSION)).orElseThrow()), "PayloadUUID"));
        assertFalse(after(parsed(once), "PayloadUUID").equals(after(parsed(AppleProfile.write(Address.of("leo@home.example"), "home.example", ALL).orElseThrow()), "PayloadUUID")));
    }

    @Test void srvSaysWhatIsThereAndWhatIsNot() {
        var records = ServiceRecords.of(HOME, List.of(IMAPS, SUBMISSIONS, SIEVE), Optional.of(new Offered(Service.IMAP, Security.TLS, "mail.home.example", 443)));
        assertEquals(List.of("_imaps 993 mail.home.example", "_imap 0 .", "_pop3s 0 .", "_pop3 0 .", "_submissions 465 mail.home.example",
            "_submission 0 .", "_sieve 4190 mail.home.example", "_jmap 443 mail.home.example"),
            records.stream().map(one -> one.name().replace("._tcp.home.example", "") + " " + one.port() + " " + one.target()).toList());
    }
}
