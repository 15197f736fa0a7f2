package sigillo.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Domain;
import sigillo.dns.DnsName;
import sigillo.dns.Zone;

/** Each check by a table of what may be found; the runner; and sockets on loopback. */
class PreflightTest {
    private static final Domain HOME = Domain.of("home.test");

    /** {@code says}: a part of the English sentence. */
    record Case(String name, Result result, State want, String says) {}

    private static Stream<DynamicTest> tests(List<Case> cases) {
        return cases.stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> {
            assertEquals(one.want(), one.result().state(), one.result().toString());
            assertTrue(one.result().sentence().english().contains(one.says()), one.result().toString());
            assertEquals(one.want() == State.FINE, one.result().next().english().isEmpty());
            assertEquals(one.want() == State.FINE, one.result().next().italian().isEmpty());
            assertFalse(one.result().sentence().italian().isEmpty());
        }));
    }

    private static List<InetAddress> own(String... addresses) { return Arrays.stream(addresses).map(InetAddress::ofLiteral).toList(); }

    @Test void behindARouterDnsSaysTheAddresses() {
        var dns = new Zone().host("mail.home.test", "192.0.2.1").host("mail.home.test", "2001:db8::1").host("inner.home.test", "192.168.1.2");
        var mail = Domain.of("mail.home.test");
        assertEquals(own("192.0.2.1", "2001:db8::1"), OwnAddresses.reachable(own("192.168.1.2"), mail, dns));
        assertEquals(own("192.0.2.1", "2001:db8::9"), OwnAddresses.reachable(own("192.168.1.2", "2001:db8::9"), mail, dns), "a home with IPv6");
        assertEquals(own("192.0.2.9", "2001:db8::9"), OwnAddresses.reachable(own("2001:db8::9", "192.0.2.9"), mail, dns), "its own go before");
        assertEquals(List.of(), OwnAddresses.reachable(own("10.0.0.1"), Domain.of("inner.home.test"), dns), "private there too");
        assertEquals(List.of(), OwnAddresses.reachable(List.of(), Domain.of("home.test"), dns));
    }

    @TestFactory Stream<DynamicTest> addresses() {
        return tests(List.of(
            new Case("public", OwnAddresses.judge(own("10.0.0.2", "192.0.2.1")), State.FINE, "public addresses: 192.0.2.1."),
            new Case("both", OwnAddresses.judge(own("2001:db8::1", "192.0.2.1")), State.FINE, "2001:db8::1, 192.0.2.1"),
            new Case("private", OwnAddresses.judge(own("192.168.1.2")), State.WARNING, "192.168.1.2"),
            new Case("private of IPv6", OwnAddresses.judge(own("fd00::1")), State.WARNING, "behind a router"),
            new Case("CGNAT, first", OwnAddresses.judge(own("100.64.0.0")), State.WRONG, "CGNAT"),
            new Case("CGNAT, last", OwnAddresses.judge(own("100.127.255.255", "2001:db8::1")), State.WRONG, "100.127.255.255"),
            new Case("just below CGNAT", OwnAddresses.judge(own("100.63.255.255")), State.FINE, "100.63.255.255"),
            new Case("just above CGNAT", OwnAddresses.judge(own("100.128.0.0")), State.FINE, "100.128.0.0"),
            new Case("IPv6 alone", OwnAddresses.judge(own("2001:db8::1", "10.0.0.2")), State.WARNING, "only IPv6: 2001:db8::1."),
            new Case("none", OwnAddresses.judge(List.of()), State.WRONG, "no network")));
    }

    @Test void kindsHaveTheirEdges() {
        for (var local : own("127.0.0.1", "::1", "169.254.1.1", "fe80::1", "224.0.0.1", "0.0.0.0")) assertEquals(AddressKind.LOCAL, AddressKind.of(local), local.toString());
        for (var one : own("10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0", "fc00::", "fdff::1")) assertEquals(AddressKind.PRIVATE, AddressKind.of(one), one.toString());
        for (var one : own("11.0.0.0", "172.15.255.255", "172.32.0.0", "192.169.0.0", "fe00::1", "2001:db8::1")) assertEquals(AddressKind.PUBLIC, AddressKind.of(one), one.toString());
    }

    @TestFactory Stream<DynamicTest> reverseNames() {
        var good = new Zone().ptrOf("192.0.2.1", "mail.home.test").host("mail.home.test", "192.0.2.1");
        var astray = new Zone().ptrOf("192.0.2.1", "dyn-1.provider.test").host("dyn-1.provider.test", "192.0.2.9");
        var steering = new Zone().ptrOf("192.0.2.1", "a\u001b[2Jb.test");
        return tests(List.of(
            new Case("leads back", ReverseNames.judge(own("192.0.2.1"), good, _ -> true), State.FINE, "192.0.2.1 mail.home.test"),
            new Case("of two one has none", ReverseNames.judge(own("192.0.2.1", "2001:db8::1"), good, _ -> true), State.WRONG, "2001:db8::1 has no reverse name"),
            new Case("none", ReverseNames.judge(own("192.0.2.1"), new Zone(), _ -> true), State.WRONG, "no reverse name"),
            new Case("leads elsewhere", ReverseNames.judge(own("192.0.2.1"), astray, _ -> true), State.WRONG, "dyn-1.provider.test, which does not lead back"),
            new Case("steers no terminal", ReverseNames.judge(own("192.0.2.1"), steering, _ -> true), State.WARNING, "a\ufffd[2Jb.test"),
            new Case("leads nowhere yet", ReverseNames.judge(own("192.0.2.1"), new Zone().ptrOf("192.0.2.1", "mail.home.test"), _ -> true), State.WARNING, "mail.home.test, which has no address yet"),
            new Case("leads nowhere", ReverseNames.judge(own("192.0.2.1"), new Zone().ptrOf("192.0.2.1", "mail.home.test"), _ -> false), State.WRONG, "mail.home.test, which does not lead back"),
            new Case("nobody answers", ReverseNames.judge(own("192.0.2.1"), new Zone().silent("1.2.0.192.in-addr.arpa"), _ -> true), State.UNKNOWN, "no answer"),
            new Case("nobody answers of its name", ReverseNames.judge(own("192.0.2.1"), new Zone().ptrOf("192.0.2.1", "mail.home.test").silent("mail.home.test"), _ -> true), State.UNKNOWN, "no answer"),
            new Case("no address known", ReverseNames.judge(List.of(), good, _ -> true), State.UNKNOWN, "No public address")));
    }

    @TestFactory Stream<DynamicTest> routes() {
        var here = new Zone().mx("home.test", 10, "mail.home.test").host("mail.home.test", "192.0.2.1");
        var backup = new Zone().mx("home.test", 20, "mx.other.test").mx("home.test", 10, "mail.home.test").host("mail.home.test", "192.0.2.1").host("mx.other.test", "192.0.2.9");
        var second = new Zone().mx("home.test", 10, "mx.other.test").mx("home.test", 20, "mail.home.test").host("mail.home.test", "192.0.2.1").host("mx.other.test", "192.0.2.9");
        return tests(List.of(
            new Case("none yet, at set-up", MailRoute.beforehand(HOME, own("192.0.2.1"), new Zone()), State.FINE, "goes nowhere else"),
            new Case("elsewhere, at set-up", MailRoute.beforehand(HOME, own("192.0.2.2"), here), State.WRONG, "elsewhere first"),
            new Case("here", MailRoute.judge(HOME, own("192.0.2.1"), here), State.FINE, "comes to this machine"),
            new Case("another too", MailRoute.judge(HOME, own("192.0.2.1"), backup), State.WARNING, "and to others: mx.other.test"),
            new Case("another first", MailRoute.judge(HOME, own("192.0.2.1"), second), State.WRONG, "elsewhere first: mx.other.test"),
            new Case("elsewhere", MailRoute.judge(HOME, own("192.0.2.2"), here), State.WRONG, "mail.home.test"),
            new Case("no MX", MailRoute.judge(HOME, own("192.0.2.1"), new Zone()), State.WRONG, "no MX"),
            new Case("null MX", MailRoute.judge(HOME, own("192.0.2.1"), new Zone().mx("home.test", 0, "")), State.WRONG, "elsewhere first: ."),
            new Case("nobody answers", MailRoute.judge(HOME, own("192.0.2.1"), new Zone().silent("home.test")), State.UNKNOWN, "could not be asked"),
            new Case("nobody answers for the host", MailRoute.judge(HOME, own("192.0.2.1"), new Zone().mx("home.test", 10, "mail.home.test").silent("mail.home.test")), State.UNKNOWN, "could not be asked"),
            new Case("no address known", MailRoute.judge(HOME, List.of(), here), State.UNKNOWN, "No public address")));
    }

    @TestFactory Stream<DynamicTest> outgoing() {
        return tests(List.of(
            new Case("all", OutgoingMail.judge(Map.of(Dial.Heard.GREETED, List.of("a.test", "b.test"))), State.FINE, "a.test, b.test"),
            new Case("some", OutgoingMail.judge(Map.of(Dial.Heard.GREETED, List.of("a.test"), Dial.Heard.NOTHING, List.of("b.test"))), State.WARNING, "not all: b.test"),
            new Case("closed", OutgoingMail.judge(Map.of(Dial.Heard.NOTHING, List.of("a.test", "b.test"))), State.WRONG, "the provider or a firewall"),
            new Case("something between", OutgoingMail.judge(Map.of(Dial.Heard.OTHER, List.of("a.test"), Dial.Heard.NOTHING, List.of("b.test"))), State.WRONG, "something sits between"),
            new Case("no DNS", OutgoingMail.judge(Map.of()), State.UNKNOWN, "No mail server")));
    }

    @TestFactory Stream<DynamicTest> room() {
        long mib = 1L << 20;
        var folder = Path.of("/data");
        return tests(List.of(
            new Case("disk", Room.disk(folder, 10_240 * mib), State.FINE, "/data has 10240 MiB free"),
            new Case("small disk", Room.disk(folder, 10_240 * mib - 1), State.WARNING, "10239 MiB"),
            new Case("full disk", Room.disk(folder, 1_024 * mib - 1), State.WRONG, "1023 MiB"),
            new Case("memory", Room.memory(OptionalLong.of(600 * mib)), State.FINE, "600 MiB"),
            new Case("little memory", Room.memory(OptionalLong.of(300 * mib)), State.WARNING, "300 MiB"),
            new Case("no memory", Room.memory(OptionalLong.of(300 * mib - 1)), State.WRONG, "299 MiB"),
            new Case("another system", Room.memory(Room.available("MemTotal: 5 kB\n")), State.UNKNOWN, "does not say"),
            new Case("meminfo", Room.memory(Room.available("MemTotal:  2000000 kB\nMemAvailable:    1048576 kB\n")), State.FINE, "1024 MiB")));
    }

    @Test void aFolderThatIsNotYetThereIsOnTheDiskOfItsParent(@TempDir Path folder) throws IOException {
        assertEquals(Files.getFileStore(folder).getTotalSpace() > 0, Room.free(folder.resolve("not/yet")) > 0);
    }

    @Test void aProgramOnAPortIsSeenWhereverItListens() throws IOException {
        try (var loopback = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); var all = new ServerSocket(0)) {
            int free = closedPort();
            var uses = Ports.look(List.of(loopback.getLocalPort(), all.getLocalPort(), free));
            assertEquals(Map.of(loopback.getLocalPort(), Ports.Use.TAKEN, all.getLocalPort(), Ports.Use.TAKEN, free, Ports.Use.FREE), uses);
            assertEquals(State.WRONG, Ports.judge(List.of(loopback.getLocalPort(), free), Set.of(free)).state());
            var ours = Ports.judge(List.of(loopback.getLocalPort(), free), Set.of(loopback.getLocalPort(), 1));
            assertTrue(ours.state() == State.FINE && ours.sentence().english().contains("Sigillo itself listens at " + loopback.getLocalPort() + ";"), ours.toString());
        }
    }

    @TestFactory Stream<DynamicTest> ports() {
        return tests(List.of(
            new Case("free", Ports.judge(new TreeMap<>(Map.of(25, Ports.Use.FREE))), State.FINE, "free"),
            new Case("taken", Ports.judge(new TreeMap<>(Map.of(25, Ports.Use.TAKEN, 80, Ports.Use.FREE, 443, Ports.Use.TAKEN, 465, Ports.Use.NOT_ALLOWED))), State.WRONG, "already at: 25, 443."),
            new Case("not root", Ports.judge(new TreeMap<>(Map.of(25, Ports.Use.NOT_ALLOWED, 2525, Ports.Use.FREE))), State.UNKNOWN, "only root may try: 25.")));
    }

    /** What a server at loopback says first is heard; nobody there is nothing, and so is a port that was closed. */
    @Test void serversAreHeard() throws Exception {
        assertEquals(Dial.Heard.GREETED, heard("220 mx.test ESMTP\r\n"));
        assertEquals(Dial.Heard.GREETED, heard("554 go away\r\n"));
        assertEquals(Dial.Heard.OTHER, heard("HTTP/1.1 400 Bad\r\n"));
        assertEquals(Dial.Heard.OTHER, heard("22"));
        assertEquals(Dial.Heard.NOTHING, new SmtpDial(closedPort(), Duration.ofSeconds(5)).heard(InetAddress.getLoopbackAddress()));
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Dial.Heard heard(String greeting) throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> greet(server, greeting));
            return new SmtpDial(server.getLocalPort(), Duration.ofSeconds(5)).heard(InetAddress.getLoopbackAddress());
        }
    }

    private static void greet(ServerSocket server, String greeting) {
        try (var client = server.accept()) {
            client.getOutputStream().write(greeting.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            // who listens has what he wants
        }
    }

    /** The best MX of each receiver is tried, by IPv4; a domain that has none is left out. */
    @Test void theBestMxIsTried() throws Exception {
        var dns = new Zone().mx("a.test", 20, "far.a.test").mx("a.test", 10, "near.a.test").host("near.a.test", "192.0.2.1").host("near.a.test", "2001:db8::1").host("far.a.test", "192.0.2.2");
        var tried = new ArrayList<InetAddress>();
        var heard = OutgoingMail.look(List.of("a.test", "none.test"), dns, address -> {
            tried.add(address);
            return Dial.Heard.GREETED;
        });
        assertEquals(own("192.0.2.1"), tried);
        assertEquals(Map.of(Dial.Heard.GREETED, List.of("a.test")), heard);
    }

    /** A closed port costs only its own patience: all are asked before the first answers. */
    @Test void receiversAreAskedSideBySide() throws Exception {
        var dns = new Zone().mx("a.test", 10, "a.test").host("a.test", "192.0.2.1").mx("b.test", 10, "b.test").host("b.test", "192.0.2.2");
        var both = new java.util.concurrent.CountDownLatch(2);
        var heard = OutgoingMail.look(List.of("a.test", "b.test"), dns, _ -> {
            both.countDown();
            try {
                return both.await(20, java.util.concurrent.TimeUnit.SECONDS) ? Dial.Heard.GREETED : Dial.Heard.NOTHING;
            } catch (InterruptedException stopped) {
                return Dial.Heard.OTHER;
            }
        });
        assertEquals(Map.of(Dial.Heard.GREETED, List.of("a.test", "b.test")), heard);
    }

    /** The least of what it and the groups around it may take. */
    @Test void controlGroupsAreSeen(@TempDir Path root) throws Exception {
        long mib = 1 << 20;
        var inner = Files.createDirectories(root.resolve("system.slice/sigillo.service"));
        Files.writeString(inner.resolve("memory.max"), "max\n");
        Files.writeString(inner.resolve("cpu.max"), "max 100000\n");
        Files.writeString(inner.getParent().resolve("memory.max"), 500 * mib + "\n");
        Files.writeString(inner.getParent().resolve("memory.current"), 300 * mib + "\n");
        Files.writeString(inner.getParent().resolve("memory.stat"), "anon 5\nfile " + 50 * mib + "\n");
        Files.writeString(inner.getParent().resolve("cpu.max"), "25000 100000\n");
        var group = Cgroup.of(root, "1:name=x:/y\n0::/system.slice/sigillo.service\n");
        assertEquals(OptionalLong.of(250 * mib), group.memoryLeft());
        assertEquals(0.25, group.cores().orElseThrow());
        var memory = Room.memory(OptionalLong.of(8_000 * mib), group);
        assertTrue(memory.state() == State.WRONG && memory.sentence().english().contains("250 MiB") && memory.sentence().english().contains("memory.max"), memory.toString());
        assertEquals(State.WARNING, Room.processor(4, group).state());
        assertEquals(State.FINE, Room.processor(4, Cgroup.NONE).state());
        assertEquals(State.FINE, Room.memory(OptionalLong.of(600 * mib), Cgroup.NONE).state());
        for (var none : List.of("", "0::/../../etc\n", "0::/not/there\n", "4:memory:/old\n")) assertEquals(Cgroup.NONE, Cgroup.of(inner.resolve("nothing"), none), none);
    }

    @Test void namesOfHomesAreKnown() {
        var four = InetAddress.ofLiteral("203.0.113.7");
        for (var home : List.of("203-0-113-7.example.net", "host7.113.0.203.isp.example", "p203.0.113.7.dip0.isp.example", "static.7.113.0.203.clients.server.example", "dyn-12.isp.example",
                "x.pool.isp.example", "adsl-77.isp.example")) {
            assertTrue(HomeNames.isOne(home, four), home);
        }
        for (var named : List.of("mail.home.example", "mx1.customers.example", "host7.example", "mail2.203.example", "smtp-0-113.example")) {
            assertTrue(!HomeNames.isOne(named, four), named);
        }
    }

    @Test void receiversAreDomains() {
        assertTrue(OutgoingMail.receivers().size() >= 3);
        OutgoingMail.receivers().forEach(one -> assertTrue(DnsName.isAskable(one), one));
    }

    /** One that hangs is cut off, one that breaks says why, and the others are told as ever, in their order. */
    @Test void aCheckThatHangsOrBreaksIsUnknown() throws Exception {
        var never = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var hangs = new Check("hangs", () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return Result.fine("hangs", Words.NONE);
        });
        var breaks = new Check("breaks", () -> { throw new IOException("no such thing"); });
        var works = new Check("works", () -> OwnAddresses.judge(own("192.0.2.1")));
        var results = Preflight.run(List.of(hangs, breaks, works), Duration.ofMillis(200));
        assertEquals(List.of(State.UNKNOWN, State.UNKNOWN, State.FINE), results.stream().map(Result::state).toList());
        assertEquals("hangs", results.getFirst().name());
        assertTrue(results.get(1).sentence().english().contains("no such thing"), results.toString());
        interrupted.await();
    }

    /** All together, with a port of loopback for 25. */
    @Test void allChecksAreTold(@TempDir Path data) throws Exception {
        try (var server = new ServerSocket()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Thread.startVirtualThread(() -> greet(server, "220 mx.test\r\n"));
            var dns = new Zone().mx("a.test", 10, "mx.a.test").host("mx.a.test", "127.0.0.1").mx("home.test", 10, "mail.home.test").host("mail.home.test", "192.0.2.1").ptrOf("192.0.2.1", "mail.home.test");
            dns.host("2.0.0.127.list.test", "127.0.0.2");
            var world = new Checks.World(dns, () -> BlockListsTest.signed("signed.test"), new SmtpDial(server.getLocalPort(), Duration.ofSeconds(5)));
            var lists = List.of(BlockList.of("list.test", "The List", "-", "https://list.test/"));
            var domains = List.of(BlockList.ofDomains("dbl.test", "Domains", "known.test", "https://dbl.test/"));
            dns.host("known.test.dbl.test", "127.0.1.2");
            var checks = new Checks(world, new Checks.Tables(List.of("a.test"), lists, domains, List.of("signed.test"), List.of()));
            var results = Preflight.run(checks.of(Optional.of(HOME), own("192.0.2.1"), data), Duration.ofSeconds(30));
            assertEquals(List.of("addresses", "reverse name", "MX", "outgoing port 25", "block lists", "domain lists", "domain age", "domain owner", "domain and DNS", "DNS servers", "clock", "ports here", "disk",
                "memory", "processor"), results.stream().map(Result::name).toList());
            for (var one : results.subList(6, 9)) assertEquals(State.UNKNOWN, one.state(), "no registry is asked: " + one);
            assertEquals(State.FINE, results.get(9).state());
            for (var one : results.subList(0, 6)) assertEquals(State.FINE, one.state(), one.toString());
            assertEquals(10, Preflight.run(checks.of(Optional.empty(), own("192.0.2.1"), data), Duration.ofSeconds(30)).size());
        }
    }
}
