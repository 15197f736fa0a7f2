package sigillo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Domain;
import sigillo.dane.TlsaRecord;
import sigillo.dns.DnsFailure;
import sigillo.policy.Policies;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;

/** Which hosts a domain's mail goes to, in which order, for what DNS and the settings may say. */
class TargetsTest {
    private static final Domain US = Domain.of("mx.home.example");
    private static final Hop SMARTHOST = new Hop("smart.example", 587, Hop.Protocol.SMTP, Hop.Encryption.REQUIRED,
        true, Optional.empty(), true);
    private static final Hop AGENT = new Hop("127.0.0.1", 24, Hop.Protocol.LMTP, Hop.Encryption.NONE, false,
        Optional.empty(), true);

    /** {@code want}: targets with spaces between, those as good as the first before a bar; or what else was found. */
    private record Case(String what, String domain, List<String> dns, String want) {}

    private static final List<Case> CASES = List.of(
        new Case("by preference, IPv6 first", "a.example",
            List.of("a.example MX 10 one.example", "a.example MX 20 two.example", "one.example A 192.0.2.1",
                "one.example AAAA 2001:db8::1", "two.example A 192.0.2.2"),
            "one.example[2001:db8:0:0:0:0:0:1] one.example[192.0.2.1] | two.example[192.0.2.2]"),
        new Case("no MX: the domain itself", "a.example", List.of("a.example A 192.0.2.1"), "a.example[192.0.2.1] |"),
        new Case("an address literal", "[192.0.2.9]", List.of(), "[192.0.2.9] |"),
        new Case("an IPv6 literal", "[ipv6:2001:db8::9]", List.of(), "[2001:db8:0:0:0:0:0:9] |"),
        new Case("a literal that is none", "[300.0.2.9]", List.of(), "never 550 5.1.2"),
        new Case("no such domain", "nowhere.example", List.of(), "never 550 5.1.2"),
        new Case("neither MX nor address", "a.example", List.of("a.example EMPTY"), "never 550 5.1.2"),
        new Case("null MX", "a.example", List.of("a.example MX 0 .", "a.example A 192.0.2.1"), "never 556 5.1.10"),
        new Case("null MX beside another", "a.example",
            List.of("a.example MX 0 .", "a.example MX 10 one.example", "one.example A 192.0.2.1"),
            "one.example[192.0.2.1] |"),
        new Case("MX without address", "a.example", List.of("a.example MX 10 one.example", "a.example A 192.0.2.1"),
            "never 550 5.4.4"),
        new Case("the first MX without address", "a.example",
            List.of("a.example MX 10 one.example", "a.example MX 20 two.example", "two.example A 192.0.2.2"),
            "two.example[192.0.2.2] |"),
        new Case("the first MX unanswered", "a.example",
            List.of("a.example MX 10 one.example", "a.example MX 20 two.example", "one.example TEMPORARY",
                "two.example A 192.0.2.2"), "two.example[192.0.2.2] |"),
        new Case("all MX unanswered", "a.example", List.of("a.example MX 10 one.example", "one.example TEMPORARY"),
            "later 451 4.4.3"),
        new Case("one unanswered, one without address", "a.example",
            List.of("a.example MX 10 one.example", "a.example MX 20 two.example", "one.example TEMPORARY"),
            "later 451 4.4.3"),
        new Case("the domain unanswered", "a.example", List.of("a.example TEMPORARY"), "later 451 4.4.3"),
        new Case("a dead resolver", "a.example", List.of("DEAD"), "our fault"),
        new Case("ourselves in the middle", "a.example",
            List.of("a.example MX 10 one.example", "a.example MX 20 mx.home.example", "a.example MX 20 two.example",
                "a.example MX 30 three.example",
                "one.example A 192.0.2.1", "two.example A 192.0.2.2", "three.example A 192.0.2.3"),
            "one.example[192.0.2.1] |"),
        new Case("ourselves, after one as good as us", "a.example",
            List.of("a.example MX 20 two.example", "a.example MX 20 mx.home.example", "two.example A 192.0.2.2"),
            "never 554 5.4.6"),
        new Case("ourselves alone", "a.example", List.of("a.example MX 10 mx.home.example"), "never 554 5.4.6"),
        new Case("ourselves under another name", "a.example",
            List.of("a.example MX 10 one.example", "a.example MX 20 other.example", "one.example A 192.0.2.1",
                "other.example AAAA 2001:db8::7",
                "other.example A 198.51.100.7", "other.example A 198.51.100.8"), "one.example[192.0.2.1] |"),
        new Case("ourselves by a local address", "c.example", List.of("c.example MX 10 one.example",
            "one.example A 127.0.0.5"), "never 554 5.4.6"),
        new Case("ourselves by a literal", "[198.51.100.7]", List.of(), "never 554 5.4.6"),
        new Case("ourselves, the better one unanswered", "a.example",
            List.of("a.example MX 10 one.example", "a.example MX 20 mx.home.example", "one.example TEMPORARY"),
            "later 451 4.4.3"),
        new Case("addresses that nobody can have", "a.example",
            List.of("a.example MX 10 one.example", "one.example A 0.0.0.0", "one.example A 224.0.0.1",
                "one.example A 192.0.2.1"), "one.example[192.0.2.1] |"),
        new Case("two names of one address", "a.example",
            List.of("a.example MX 10 one.example", "a.example MX 10 two.example", "one.example A 192.0.2.1",
                "two.example A 192.0.2.1"), "one.example[192.0.2.1] |"),
        new Case("a smarthost", "b.example", List.of("smart.example A 192.0.2.8", "smart.example AAAA 2001:db8::8"),
            "smart.example[2001:db8:0:0:0:0:0:8] smart.example[192.0.2.8] |"),
        new Case("a smarthost without address", "b.example", List.of(), "our fault"),
        new Case("a smarthost unanswered", "b.example", List.of("smart.example TEMPORARY"), "our fault"),
        new Case("a delivery agent", "lmtp.example", List.of(), "[127.0.0.1] |"));

    @TestFactory Stream<DynamicTest> finds() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.what,
            () -> assertEquals(c.want, found(c.domain, c.dns))));
    }

    @TestFactory Stream<DynamicTest> isBounded() {
        var manyAddresses = IntStream.range(0, 200).boxed().flatMap(i -> Stream.of("one.example A 192.0.2." + i,
            "one.example AAAA 2001:db8::" + i));
        var manyHosts = IntStream.range(0, 200).boxed().flatMap(i -> Stream.of("a.example MX 10 h" + i + ".example",
            "h" + i + ".example A 192.0.2." + i));
        return Stream.of(
            DynamicTest.dynamicTest("a host of 400 addresses", () -> assertEquals(
                "one.example[2001:db8:0:0:0:0:0:0] one.example[192.0.2.0] "
                    + "one.example[2001:db8:0:0:0:0:0:1] one.example[192.0.2.1] |",
                found("a.example", Stream.concat(Stream.of("a.example MX 10 one.example"), manyAddresses).toList()))),
            DynamicTest.dynamicTest("200 hosts", () -> assertEquals(
                IntStream.range(0, 8).mapToObj(i -> "h" + i + ".example[192.0.2." + i + "] ")
                    .collect(Collectors.joining()) + "|",
                found("a.example", manyHosts.toList()))));
    }

    /** DNS that is signed and never says which certificate: its hosts are not called, and nothing waits longer than it may. */
    @Test void tlsaRecordsAreWithinTheTimeToo() throws Exception {
        var never = new CountDownLatch(1);
        var dns = new Resolver() {
            @Override public Answer<MailExchanger> mx(String domain) {
                return new Answer.Found<>(IntStream.range(0, 5).mapToObj(i -> new MailExchanger(i, "h" + i + ".example")).toList(), true);
            }

            @Override public Answer<InetAddress> addresses(String host) { return new Answer.Found<>(List.of(InetAddress.ofLiteral("192.0.2." + host.charAt(1))), true); }

            @Override public Answer<TlsaRecord> tlsa(String name) {
                try {
                    never.await();
                } catch (InterruptedException stopped) {
                    return new Answer.Temporary<>(DnsFailure.OURS, "stopped");
                }
                return new Answer.NoData<>();
            }

            @Override public boolean isValidating() { return true; }

            @Override public Optional<String> trouble() { return Optional.empty(); }
        };
        var targets = new Targets(RelaySettings.of(US), dns, Policies.NONE, Duration.ofMillis(300));
        var found = CompletableFuture.supplyAsync(() -> targets.of(new Route.Exchangers(Domain.of("a.example")))).get(10, TimeUnit.SECONDS);
        assertTrue(found instanceof Found.Hosts(var hosts, _) && hosts.stream().allMatch(host -> host.security() instanceof Security.Refused(var why, _, _)
            && why.contains("in the time that there was")), found.toString());
    }

    private static String found(String domain, List<String> dns) {
        var smarthost = domain.equals("b.example") ? Optional.of(SMARTHOST) : Optional.<Hop>empty();
        var door = new InetSocketAddress(domain.equals("c.example") ? "0.0.0.0" : "198.51.100.7", 25);
        var settings = new RelaySettings(US, 25, Map.of(Domain.of("lmtp.example"), AGENT), smarthost, false,
            Optional.empty(), Set.of(door));
        return switch (new Targets(settings, new TableResolver(dns), Policies.NONE).of(Route.of(Domain.of(domain), settings))) {
            case Found.Hosts hosts -> shown(hosts);
            case Found.Never(var reply) -> "never " + reply.code() + " " + reply.status().orElseThrow();
            case Found.Later(var reply) -> "later " + reply.code() + " " + reply.status().orElseThrow();
            case Found.OurFault _ -> "our fault";
        };
    }

    private static String shown(Found.Hosts hosts) {
        var shown = new StringBuilder();
        for (int i = 0; i < hosts.targets().size(); i++) {
            if (i == hosts.equals()) shown.append("| ");
            shown.append(hosts.targets().get(i)).append(' ');
        }
        return shown.toString().strip() + (hosts.equals() == hosts.targets().size() ? " |" : "");
    }
}
