package sigillo.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Ports;
import sigillo.peers.Program;
import sigillo.peers.UnboundPeer;

/** Against a real Unbound. */
@Tag("gate")
class DnsResolverTest {
    private static final List<String> RECORDS = List.of(
        "two.test. MX 20 b.two.test.", "two.test. MX 10 A.two.test.", "null.test. MX 0 .",
        "a.two.test. A 192.0.2.1", "a.two.test. AAAA 2001:db8::1", "b.two.test. A 192.0.2.2", "text.test. TXT hello",
        "six.test. AAAA 2001:db8::6");
    @TempDir Path folder;

    @Test void answersAsValues() throws Exception {
        assumeTrue(Program.isInstalled("unbound"), "Unbound is not installed");
        try (var unbound = new UnboundPeer(folder, RECORDS)) {
            var resolver = at(Integer.parseInt(unbound.address().split(":")[1]));
            assertEquals(found(List.of(new Resolver.MailExchanger(10, "a.two.test"), new Resolver.MailExchanger(20,
                "b.two.test"))), resolver.mx("two.test"));
            assertTrue(resolver.mx("null.test") instanceof Answer.Found<Resolver.MailExchanger>(var none, _)
                && none.getFirst().isNull());
            assertInstanceOf(Answer.NoData.class, resolver.mx("text.test"));
            assertInstanceOf(Answer.NoSuchDomain.class, resolver.mx("nowhere.test"));
            assertInstanceOf(Answer.NoSuchDomain.class, resolver.mx("a..b"));
            assertEquals(found(List.of(InetAddress.getByName("2001:db8::1"), InetAddress.getByName("192.0.2.1"))),
                resolver.addresses("a.two.test"));
            assertEquals(found(List.of(InetAddress.getByName("192.0.2.2"))), resolver.addresses("b.two.test"));
            assertEquals(found(List.of(InetAddress.getByName("2001:db8::6"))), resolver.addresses("six.test"));
            assertInstanceOf(Answer.NoSuchDomain.class, resolver.addresses("nowhere.test"));
            assertEquals(Optional.empty(), resolver.trouble());
        }
    }

    @Test void nobodyThereIsTemporary() {
        var dead = at(Ports.free());
        assertInstanceOf(Answer.Temporary.class, dead.mx("two.test"));
        assertTrue(dead.trouble().isPresent());
    }

    private static DnsResolver at(int port) {
        return new DnsResolver(new ResolverSettings(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(),
            port)), Duration.ofMillis(300), 100));
    }

    private static <T> Answer<T> found(List<T> records) { return new Answer.Found<>(records, false); }
}
