package sigillo.main.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsType;
import sigillo.dns.Zone;
import sigillo.zone.Seen;

/** What a resolver remembers not to be there is asked of the zone; what it has, and what it cannot say, is not. */
class ZoneBehindTest {
    private static final Map<String, Seen> ZONE = Map.of("new.test", new Seen.Values(List.of("grüße")), "none.test", new Seen.Values(List.of()),
        "divided.test", new Seen.Divided(List.of("a"), List.of("b")), "silent.test", new Seen.Values(List.of("x")), "old.test", new Seen.Values(List.of("y")));

    private final ZoneBehind dns = new ZoneBehind(new Zone().txt("old.test", "z").silent("silent.test"), () -> (name, type) -> ZONE.get(name));

    private DnsAnswer text(String name) { return dns.ask(name, DnsType.TXT); }

    @Test void onlyWhatIsNotThereIsAskedOfTheZone() {
        assertEquals(List.of("gr\u00c3\u00bc\u00c3\u009fe"), text("new.test").texts(), "one character an octet");
        assertEquals(List.of("z"), text("old.test").texts());
        for (var name : List.of("none.test", "divided.test")) assertInstanceOf(DnsAnswer.Nothing.class, text(name), name);
        assertInstanceOf(DnsAnswer.Failed.class, text("silent.test"));
        assertInstanceOf(DnsAnswer.Nothing.class, dns.ask("new.test", DnsType.A));
    }
}
