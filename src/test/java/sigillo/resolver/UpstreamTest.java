package sigillo.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsFailure;
import sigillo.dns.DnsType;
import sigillo.peers.Program;
import sigillo.resolver.Resolver.MailExchanger;

/** The resolver against a server that answers in every way there is. */
class UpstreamTest {
    /** For servers that are silent. */
    private static final Duration HASTY = Duration.ofMillis(100);
    private static PlayedDns dns;

    @BeforeAll static void start() throws IOException {
        dns = new PlayedDns(PlayedDns.lines("""
            . 3600 SOA ns.test. nobody.test. 1 2 3 4 5
            two.test 600 MX 20 b.two.test.
            two.test 600 MX 10 A.Two.test.
            a.two.test 600 A 192.0.2.1
            a.two.test 600 AAAA 2001:db8::1
            a.two.test 600 A 192.0.2.9
            text.test 600 TXT hello
            null.test 600 MX 0 .
            alias.test 600 CNAME two.test.
            circle.test 600 CNAME circle.test.
            lost.test 600 CNAME nowhere.test.
            odd.test 600 MX 10 a\\032b.test.
            odd.test 600 MX 20 x\\.y.test.
            fleeting.test 0 A 192.0.2.1
            broken.test SERVFAIL
            refused.test REFUSED
            silent.test SILENT
            """ + IntStream.range(0, 200).mapToObj(UpstreamTest::longRecord).collect(Collectors.joining())));
    }

    private static String longRecord(int i) {
        return "big.test 600 MX " + i + " host" + i + ".with-a-long-name.big.test.\n";
    }

    @AfterAll static void stop() throws IOException { dns.close(); }

    private static DnsResolver resolver(InetSocketAddress... servers) {
        return resolver(Duration.ofMillis(500), servers);
    }

    private static DnsResolver resolver(Duration timeout, InetSocketAddress... servers) {
        return new DnsResolver(new ResolverSettings(List.of(servers), timeout, 100));
    }

    @Test void answersAsValues() {
        var resolver = resolver(dns.address());
        assertEquals(found(new MailExchanger(10, "a.two.test"), new MailExchanger(20, "b.two.test")),
            resolver.mx("two.test"));
        assertEquals(found(new MailExchanger(10, "a.two.test"), new MailExchanger(20, "b.two.test")),
            resolver.mx("alias.test"));
        assertEquals(found(new MailExchanger(0, "")), resolver.mx("null.test"));
        assertEquals(found(ip("2001:db8::1"), ip("192.0.2.1"), ip("192.0.2.9")),
            sorted(resolver.addresses("a.two.test")));
        assertInstanceOf(Answer.NoData.class, resolver.mx("text.test"));
        assertInstanceOf(Answer.NoData.class, resolver.addresses("text.test"));
        assertInstanceOf(Answer.NoSuchDomain.class, resolver.mx("nowhere.test"));
        assertInstanceOf(Answer.NoSuchDomain.class, resolver.mx("lost.test"));
        assertInstanceOf(Answer.NoSuchDomain.class, resolver.mx("a..b"));
    }

    @Test void nobodyCouldSay() {
        var resolver = resolver(dns.address());
        for (var name : List.of("broken.test", "refused.test", "circle.test")) {
            assertEquals(DnsFailure.SERVFAIL, failure(resolver.mx(name)), name);
        }
    }

    private static DnsFailure failure(Answer<?> answer) { return assertInstanceOf(Answer.Temporary.class, answer).failure(); }

    @Test void silenceEndsInTime() {
        long before = System.nanoTime();
        assertEquals(DnsFailure.TIMEOUT, failure(resolver(HASTY, dns.address()).mx("silent.test")));
        assertTrue(System.nanoTime() - before < Duration.ofSeconds(5).toNanos());
    }

    /** Where MX records name no host, the domain's own address does not take their place. */
    @Test void oddTargetsAreHostsWithoutAddress() {
        assertEquals(found(new MailExchanger(10, "invalid"), new MailExchanger(20, "invalid")),
            resolver(dns.address()).mx("odd.test"));
    }

    @Test void aLargeAnswerComesOverTcpAndIsCut() {
        var answer = resolver(dns.address()).mx("big.test");
        assertTrue(answer instanceof Answer.Found<MailExchanger>(var records, _)
            && records.size() == ResolverLimits.RECORDS_MAX, answer.toString());
    }

    /** Each may hold 64 KiB, and a thousand mails ask at once: of a message, of a network, of all strangers, and of ours. */
    @Test void fewLongAnswersAreUnderWayAtOnce() throws Exception {
        var resolver = resolver(Duration.ofSeconds(30), dns.address());
        var strangers = new DnsLookup(resolver);
        dns.mayTell = new CountDownLatch(1);
        dns.longMost.set(0);
        var asked = new ArrayList<FutureTask<?>>();
        var one = strangers.ofMessage(ip("192.0.2.1"));
        ask(20, asked, () -> one.ask("big.test", DnsType.MX), ResolverLimits.LONG_ANSWERS_OF_A_MESSAGE);
        for (var client : List.of("192.0.2.1", "192.0.2.200")) {
            var other = strangers.ofMessage(ip(client));
            ask(20, asked, () -> other.ask("big.test", DnsType.MX), ResolverLimits.LONG_ANSWERS_OF_A_NETWORK);
        }
        for (var client : List.of("198.51.100.1", "198.51.100.2", "203.0.113.1", "203.0.113.2", "2001:db8::1", "2001:db8::2")) {
            var other = strangers.ofMessage(ip(client));
            ask(20, asked, () -> other.ask("big.test", DnsType.MX), 0);
        }
        int most = ResolverLimits.LONG_ANSWERS_AT_ONCE;
        ask(0, asked, () -> null, most);
        ask(40, asked, () -> resolver.mx("big.test"), most + ResolverLimits.OWN_LONG_ANSWERS_AT_ONCE);
        dns.mayTell.countDown();
        for (var task : asked) {
            var answer = task.get(30, TimeUnit.SECONDS);
            assertTrue(answer instanceof Answer.Found<?> || answer instanceof DnsAnswer.Found, String.valueOf(answer));
        }
    }

    /** {@code most}: so many are then under way and no more; 0: that is not looked at. */
    private static void ask(int times, List<FutureTask<?>> asked, Callable<?> question, int most) {
        for (int i = 0; i < times; i++) {
            var task = new FutureTask<>(question);
            Thread.ofVirtual().start(task);
            asked.add(task);
        }
        if (most == 0) return;
        Program.waitUntil("all that may are under way", Duration.ofSeconds(10), () -> dns.longMost.get() >= most);
        Program.pause(300);
        assertEquals(most, dns.longMost.get());
    }

    @Test void whatWasSaidIsRemembered() {
        var resolver = resolver(dns.address());
        resolver.mx("two.test");
        resolver.mx("nowhere.test");
        int before = dns.questions.get();
        resolver.mx("two.test");
        resolver.mx("nowhere.test");
        assertEquals(before, dns.questions.get());
        resolver.addresses("fleeting.test");
        resolver.addresses("fleeting.test"); // AAAA is remembered not to be there, A has no time to live
        assertEquals(before + 3, dns.questions.get());
    }

    /** What mail of strangers asks about, too: many ask the same. */
    @Test void whatStrangersAskIsRemembered() {
        var strangers = new DnsLookup(resolver(dns.address()));
        var first = strangers.ofMessage(ip("192.0.2.1")).ask("text.test", DnsType.TXT);
        int before = dns.questions.get();
        assertEquals(first, strangers.ofMessage(ip("198.51.100.1")).ask("text.test", DnsType.TXT));
        assertEquals(before, dns.questions.get());
        strangers.fresh().ask("text.test", DnsType.TXT);
        assertEquals(before + 1, dns.questions.get());
    }

    /** A server that is dead, refuses us or is broken is passed over. */
    @Test void anotherServerIsAsked() throws IOException {
        var expected = found(new MailExchanger(0, ""));
        for (var how : List.of("null.test SILENT", "null.test SERVFAIL", "null.test REFUSED")) {
            try (var bad = new PlayedDns(List.of(how))) {
                assertEquals(expected, resolver(HASTY, bad.address(), dns.address()).mx("null.test"), how);
            }
        }
    }

    /** Asked anew each time: an answer that is remembered says nothing of the network that we have now. */
    @Test void troubleIsNotRemembered() throws IOException {
        try (var other = new PlayedDns(List.of(". 3600 SOA ns.test. nobody.test. 1 2 3 4 5"))) {
            var resolver = resolver(HASTY, other.address());
            assertEquals(Optional.empty(), resolver.trouble());
            other.silent = true;
            assertTrue(resolver.trouble().isPresent());
            other.silent = false;
            assertEquals(Optional.empty(), resolver.trouble());
        }
        try (var useless = new PlayedDns(List.of(". REFUSED"))) {
            assertTrue(resolver(useless.address()).trouble().isPresent());
        }
        try (var small = new PlayedDns(List.of("two.test 600 MX 0 ."))) {
            assertEquals(Optional.empty(), resolver(small.address()).trouble(), "that there is no root is an answer");
        }
    }

    @Test void anInterruptEndsIt() throws Exception {
        var resolver = new DnsResolver(new ResolverSettings(List.of(dns.address()), Duration.ofSeconds(20), 100));
        var asked = new FutureTask<>(() -> resolver.mx("silent.test"));
        var thread = Thread.ofVirtual().start(asked);
        Thread.sleep(100);
        thread.interrupt();
        assertInstanceOf(Answer.Temporary.class, asked.get(2, TimeUnit.SECONDS));
    }

    private static Answer<MailExchanger> found(MailExchanger... records) { return new Answer.Found<>(List.of(records),
        false); }

    private static Answer<InetAddress> found(InetAddress... records) { return new Answer.Found<>(List.of(records),
        false); }

    /** IPv6 before IPv4 is ours to say, the order among them is the server's. */
    private static Answer<InetAddress> sorted(Answer<InetAddress> answer) {
        return answer instanceof Answer.Found<InetAddress>(var records, var secure)
            ? new Answer.Found<>(records.stream().sorted((a, b) -> a.getClass() == b.getClass() ? a.getHostAddress()
                .compareTo(b.getHostAddress()) : 0).toList(), secure)
            : answer;
    }

    private static InetAddress ip(String text) { return InetAddress.ofLiteral(text); }
}
