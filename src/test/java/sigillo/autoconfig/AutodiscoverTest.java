package sigillo.autoconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sigillo.autoconfig.Autodiscover.Request;
import sigillo.base.Address;

/** What Outlook asks, and what strangers send in its place. */
class AutodiscoverTest {
    private static final String OUTLOOK = """
        <?xml version="1.0" encoding="utf-8"?>
        <Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006">
        <Request><EMailAddress>anna@home.example</EMailAddress>
        <AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema>
        </Request></Autodiscover>""";

    private static Request parse(String text) { return Autodiscover.parse(text.getBytes(StandardCharsets.UTF_8)); }

    @Test void outlooksRequestIsRead() { assertEquals(new Request.Settings(Address.of("anna@home.example")), parse(OUTLOOK)); }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        nothing                    | '' | Unreadable
        no XML                     | hello | Unreadable
        an end that is missing     | <Autodiscover><Request><EMailAddress>anna@home.example | Unreadable
        no address                 | <a><EMailAddress>anna</EMailAddress></a> | Unreadable
        an element in the address  | <a><EMailAddress>a<b/>@home.example</EMailAddress></a> | Unreadable
        another schema             | <a><EMailAddress>anna@home.example</EMailAddress><AcceptableResponseSchema>mobilesync</AcceptableResponseSchema></a> | OtherSchema
        without a schema           | <a><EMailAddress> anna@home.example </EMailAddress></a> | Settings
        a file of ours             | <!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]><a><EMailAddress>&f;@home.example</EMailAddress></a> | Unreadable
        entities of entities       | <!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a><EMailAddress>&c;@home.example</EMailAddress></a> | Unreadable
        """)
    void whatIsAsked(String why, String text, String read) { assertEquals(read, parse(text).getClass().getSimpleName(), why); }

    @Test void whatIsTooLongIsNotRead() {
        assertInstanceOf(Request.Unreadable.class, parse(OUTLOOK + " ".repeat(Autodiscover.REQUEST_OCTETS_MAX)));
    }

    @Test void anyOctetsAreAnswered() {
        var random = new Random(20261130);
        for (int round = 0; round < 2_000; round++) {
            var bent = OUTLOOK.getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(6); i >= 0; i--) bent[random.nextInt(bent.length)] = (byte) random.nextInt(256);
            Autodiscover.parse(bent);
        }
    }

    @Test void versionTwoPointsToVersionOne() {
        assertEquals(Optional.of("{\"Protocol\":\"AutodiscoverV1\",\"Url\":\"https://mail.home.example/autodiscover/autodiscover.xml\"}"),
            Autodiscover.pointing("autodiscoverv1", "mail.home.example"));
        assertEquals(Optional.empty(), Autodiscover.pointing("ActiveSync", "mail.home.example"));
    }
}
