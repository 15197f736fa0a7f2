package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import sigillo.admin.Request;
import sigillo.base.Domain;
import sigillo.certificates.LyingAuthority;
import sigillo.net.CertificateFiles;
import sigillo.net.TestCertificates;
import sigillo.net.Tls;
import sigillo.peers.ImapProbe;
import sigillo.peers.PebblePeer;
import sigillo.peers.Ports;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;
import sigillo.peers.SwitchedPort;

/**
 * Faults as they befall a server that runs, and what its doctor says of each: one red line with its next step, green again when it is
 * over. One server for all; what is rate-limited for an hour comes last.
 */
@Tag("gate")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DoctorSeesTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US).withZone(ZoneOffset.UTC);

    private Path folder;
    private final SwitchedPort http = new SwitchedPort();
    private final SwitchedPort authority = new SwitchedPort();
    private final SwitchedPort front = new SwitchedPort();
    private TimeServer time;
    private PebblePeer pebble;
    private LyingAuthority liar;
    private CertificateFiles localhost;
    private Path disk;
    private boolean isMounted;
    private SigilloPeer sigillo;

    @BeforeAll void start(@TempDir Path given) throws Exception {
        folder = given;
        assumeTrue(PebblePeer.isInstalled(), "pebble is not installed");
        time = new TimeServer();
        pebble = new PebblePeer(folder, http.port(), Ports.free(), Optional.empty(), Duration.ofDays(45));
        var ours = TestCertificates.Authority.make("in front of pebble");
        localhost = ours.issue(Files.createDirectory(folder.resolve("liar")), "localhost");
        liar = new LyingAuthority(pebble, localhost);
        authority.leadsTo(liar.port());
        disk = Files.createDirectory(folder.resolve("disk"));
        isMounted = mount("-t", "tmpfs", "-o", "size=12g", "none", disk.toString());
        var settings = Files.writeString(folder.resolve("more.toml"), """
            [acme]
            agree_to_terms = true
            directory = "https://localhost:%d/dir"
            trust = "%s"
            proofs = ["http-01"]
            patience = "2 seconds"

            [doctor]
            time_servers = ["127.0.0.1:%d"]
            seen_at = ["https 127.0.0.1:%d"]
            echo = "anna@sigillo.test"
            """.formatted(authority.port(), Files.writeString(folder.resolve("trust.pem"), Files.readString(localhost.chain())), time.port(), front.port()));
        sigillo = SigilloPeer.demo(disk, "--settings", settings.toString());
        http.leadsTo(sigillo.port("http"));
        front.leadsTo(sigillo.port("https"));
        renewed();
        green();
    }

    @AfterAll void stop() throws Exception {
        if (sigillo != null) sigillo.close();
        if (isMounted) Program.run(SOON, "umount", "-l", disk.toString());
        if (liar != null) liar.close();
        if (pebble != null) pebble.close();
        if (time != null) time.close();
        for (var port : List.of(http, authority, front)) port.close();
    }

    private static boolean mount(String... words) {
        return Program.run(SOON, Stream.concat(Stream.of("mount"), Stream.of(words)).toArray(String[]::new)).code() == 0;
    }

    // ---- what is said ----

    private record Red(String name, String sentence, String next, String italian) {}

    private List<Red> red() {
        return sigillo.ask(new Request.Examine()).valueStream().filter(line -> line.get("state").asString().equals("wrong"))
            .map(line -> new Red(line.get("name").asString(), line.get("sentence").asString(), line.get("next").asString(),
                line.get("sentenceInItalian").asString())).toList();
    }

    private void green() { assertEquals(List.of(), red()); }

    /** Nothing else is red. */
    private Red only(String name, String sentence, String next) {
        var red = red();
        assertEquals(List.of(name), red.stream().map(Red::name).toList(), red.toString());
        var line = red.getFirst();
        assertTrue(line.sentence.contains(sentence), line.toString());
        assertTrue(line.next.contains(next), line.toString());
        assertTrue(!line.italian.isEmpty() && !line.italian.equals(line.sentence), line.toString());
        return line;
    }

    private String warned(String name) {
        return sigillo.ask(new Request.Examine()).valueStream().filter(line -> line.get("name").asString().equals(name))
            .map(line -> line.get("state").asString() + ": " + line.get("sentence").asString() + " -> " + line.get("next").asString()).findFirst().orElse("");
    }

    // ---- certificates ----

    private long issued() {
        return sigillo.ask(new Request.ShowCertificates()).toString().split("Pebble", -1).length - 1;
    }

    private void renewed() {
        var before = serials();
        sigillo.ask(new Request.RenewCertificate(false));
        Program.waitUntil("a certificate came", SOON, () -> !serials().equals(before) && issued() > 0);
    }

    private String serials() { return sigillo.cli("certificate", "--json").printed().replaceAll("(?s).*?\"serial\" *: *\"([0-9a-f]+)\".*", "$1"); }

    /** One of somebody else's, of so many days, of which such a part of what was left when it was due is over. */
    private void brought(int days, int percent) throws Exception {
        var left = Duration.ofDays(days).dividedBy(3); // by chance it was due up to a fiftieth of the life earlier
        var end = Instant.now().plus(left.multipliedBy(100 - percent).dividedBy(100));
        var files = TestCertificates.write(Files.createDirectories(folder.resolve("brought")), sigillo.hostname(), end.minus(Duration.ofDays(days)), end);
        sigillo.ask(new Request.BringCertificate(files.chain().toString(), files.key().toString()));
    }

    private void triedAndFailed(String why) {
        try {
            sigillo.ask(new Request.RenewCertificate(false));
        } catch (AssertionError waits) {
            assertTrue(waits.getMessage().contains("not before"), waits.getMessage());
        }
        Program.waitUntil("the order failed: " + why + "\n" + warned("certificate order"), SOON, () -> warned("certificate order").contains(why));
    }

    @Order(1)
    @Test void aCertificateThatHasEndedBeforeOneListener() throws Exception {
        var ended = TestCertificates.write(Files.createDirectory(folder.resolve("ended")), sigillo.hostname(), Instant.now().minus(Duration.ofDays(90)),
            Instant.now().minus(Duration.ofDays(1)));
        try (var old = (SSLServerSocket) Tls.open(List.of(ended)).context().getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            shakingHands(old);
            front.leadsTo(old.getLocalPort());
            var line = only("certificate served by https from outside", "The listener https from outside at 127.0.0.1:" + front.port() + " shows a certificate that has ended at ",
                "See what answers at that address");
            assertTrue(line.italian.contains("mostra un certificato scaduto"), line.italian);
            assertTrue(sigillo.cli("doctor").printed().contains("WRONG"), "as people see it");
        }
        front.leadsTo(sigillo.port("https"));
        green();
    }

    private static void shakingHands(SSLServerSocket server) {
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (var client = server.accept()) {
                    client.getInputStream().read();
                } catch (java.io.IOException over) {
                    continue;
                }
            }
        });
    }

    /** Case B22: the rule of the issue instead of its days. */
    @Order(2)
    @Test void anAuthorityThatIsAway() throws Exception {
        authority.leadsTo(Ports.free());
        triedAndFailed("cannot be reached");
        green(); // what is served is good for long
        assertTrue(warned("certificate order").startsWith("warning: ") && warned("certificate order").contains("See whether this machine reaches the authority"),
            warned("certificate order"));
        for (int days : new int[] {90, 45, 6}) {
            brought(days, 3);
            assertEquals(List.of(), red(), days + " days");
            for (int percent : new int[] {10, 30, 60}) {
                brought(days, percent + 3);
                only("certificate", ": " + percent + " % of the time between is over. Last it failed since the authority localhost cannot be reached", "port 443");
            }
        }
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            authority.leadsTo(silent.getLocalPort());
            triedAndFailed("timed out");
            only("certificate", "timed out", "sigillo certificate renew tries at once");
        }
        authority.leadsTo(liar.port());
        liar.drips = true;
        triedAndFailed("takes too long");
        only("certificate", "takes too long", "port 443");
        liar.drips = false;
        renewed();
        green();
    }

    @Order(3)
    @Test void anAuthorityThatAsksToWait() throws Exception {
        brought(6, 35);
        asksToWait("4");
        triedAndFailed("too many certificates");
        var line = only("certificate", "30 % of the time between is over. Last it failed since the authority says that it was asked too often", "Do not try sooner.");
        assertTrue(line.next.contains("it is tried again at 20"), line.next);
        notAskedAgain();
        liar.lies = _ -> Optional.empty();
        Program.waitUntil("it may be asked again", SOON, () -> sigillo.cli("certificate", "renew").code() == 0);
        Program.waitUntil("green again", SOON, () -> red().isEmpty());
    }

    private void asksToWait(String until) {
        liar.lies = line -> line.startsWith("POST /order-plz") ? Optional.of(LyingAuthority.refusal(429, "rateLimited", "too many certificates already", "Retry-After: " + until))
            : Optional.empty();
    }

    private void notAskedAgain() {
        long before = liar.count("POST /order-plz");
        assertEquals(1, sigillo.cli("certificate", "renew").code(), "the operator is told to wait");
        assertEquals(before, liar.count("POST /order-plz"));
    }

    @Order(9)
    @Test void anAuthorityThatSaysADate() throws Exception {
        brought(45, 65);
        var until = Instant.now().plus(Duration.ofHours(1)).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        asksToWait(HTTP_DATE.format(until));
        triedAndFailed("the authority asked to wait until");
        var line = only("certificate", "60 % of the time between is over", "Do not try sooner.");
        var said = Instant.parse(line.next.replaceAll(".*tried again at (\\S+Z).*", "$1"));
        assertTrue(Duration.between(until, said).abs().toSeconds() <= 2, line.next + " " + until);
        notAskedAgain();
    }

    // ---- the clock ----

    @Order(4)
    @Test void aClockThatIsWrong() {
        for (var wrong : List.of(List.of(3_600L, "s slow"), List.of(-3_600L, "s fast"), List.of(180L, "s slow"))) {
            time.ahead = Duration.ofSeconds((long) wrong.getFirst());
            only("clock", (String) wrong.getLast(), "Set the clock");
            time.ahead = Duration.ZERO;
            green();
        }
    }

    // ---- a round trip ----

    /** Anna answers it from elsewhere. */
    @Order(0)
    @Test void aMailGoesRoundAndIsInNobodysWay() throws Exception {
        assertTrue(warned("round trip").startsWith("unknown: A mail to anna@sigillo.test is under way"), warned("round trip"));
        var from = new java.util.concurrent.atomic.AtomicReference<>("");
        Program.waitUntil("the doctor's mail came", SOON, () -> {
            from.set(asked());
            return !from.get().isEmpty();
        });
        var inboxes = kept();
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO echo.test");
            smtp.expect("250", "MAIL FROM:<anna@echo.test>");
            smtp.expect("550", "RCPT TO:<" + from.get().replaceFirst("echo-.", "echo-x") + ">");
            smtp.expect("250", "RSET");
            assertTrue(smtp.send("anna@echo.test", from.get(), "Subject: Re: Round trip\r\n\r\nhere\r\n".getBytes(StandardCharsets.US_ASCII)).startsWith("250"));
        }
        Program.waitUntil("it came back", SOON, () -> warned("round trip").contains("came back after"));
        assertEquals(inboxes, kept());
        Program.waitUntil("nothing is answered", SOON, sigillo::isQueueEmpty);
    }

    /** From where the doctor's mail came to Anna; empty before that. */
    private String asked() {
        try (var imap = sigillo.imap("anna")) {
            var all = new StringBuilder();
            for (var body : imap.bodies("INBOX")) all.append(new String(body, StandardCharsets.US_ASCII));
            var address = java.util.regex.Pattern.compile("sigillo-echo-[0-9a-f]{32}@[a-z.]+").matcher(all);
            return address.find() ? address.group() : "";
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    // ---- for who helps ----

    /** Everything by which somebody is known goes through the server, and none of it is in what is given to who helps: in no form. */
    @Order(8)
    @Test void whatIsGivenToWhoHelpsNamesNobody() throws Exception {
        var words = List.of("canarylocalpart", "canarydomainname", "canarysubjectword", "canarybodyword", "canarysendername", "canarypasswordword", "canaryclienthelo");
        sigillo.ask(new Request.AddDomain(Domain.of("canarydomainname.test")));
        sigillo.cli("alias", "add", "canarylocalpart@canarydomainname.test", sigillo.address("bruno")).orFail();
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO canaryclienthelo.test");
            var reply = smtp.send("canarysendername@client.test", "canarylocalpart@canarydomainname.test", "Subject: canarysubjectword\r\n\r\ncanarybodyword\r\n".getBytes(StandardCharsets.US_ASCII));
            assertTrue(reply.startsWith("250"), reply);
        }
        try (var imap = ImapProbe.connect(sigillo.port("imap"))) {
            assertThrows(AssertionError.class, () -> imap.command("LOGIN canarylocalpart@canarydomainname.test canarypasswordword"));
        }
        authority.leadsTo(Ports.free());
        triedAndFailed("cannot be reached"); // a warning is in the log
        authority.leadsTo(liar.port());
        var file = folder.resolve("bundle.zip");
        sigillo.cli("doctor", "--bundle", file.toString()).orFail();
        var texts = unzipped(file);
        assertEquals(List.of("about.txt", "board.txt", "counters.json", "disk.txt", "errors.txt", "settings.txt", "timings.txt"), List.copyOf(texts.keySet()));
        assertEquals("rw-------", java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        var all = String.join("\n", texts.values());
        var search = new CanarySearch(words.stream().map(Canary::new).toList());
        assertEquals(List.of(), List.copyOf(search.in(all.getBytes(StandardCharsets.UTF_8))));
        assertEquals(List.of(), List.copyOf(search.in(Files.readAllBytes(file))));
        for (var word : List.of("127.0.0.1", sigillo.hostname(), sigillo.address("bruno"), sigillo.password("bruno"), "bruno", "sigillo.test", folder.toString(), "localhost:", "/dir")) {
            assertTrue(!all.contains(word), word + " in " + all);
        }
        assertTrue(texts.get("errors.txt").contains("WARNING  ") && texts.get("errors.txt").contains("sigillo.certificates.Certificates.failed"), texts.get("errors.txt"));
        assertTrue(texts.get("settings.txt").contains("[acme]\nagree_to_terms = true\ndirectory = (set)\n") && texts.get("settings.txt").contains("patience = \"2 seconds\""), texts.get("settings.txt"));
        assertTrue(texts.get("board.txt").contains("certificates  certificate order  The last order of a certificate failed: the authority localhost cannot be reached"), texts.get("board.txt"));
        assertTrue(texts.get("disk.txt").contains("store ") && texts.get("counters.json").contains("\"accounts\""), all);
        assertEquals(1, sigillo.cli("doctor", "--bundle", file.toString()).code(), "what is there is not overwritten");
        var named = folder.resolve("named.zip");
        sigillo.cli("doctor", "--with-domains", "--bundle", named.toString()).orFail();
        assertTrue(!String.join("\n", unzipped(named).values()).contains("127.0.0.1"));
    }

    private static java.util.TreeMap<String, String> unzipped(Path file) throws Exception {
        var texts = new java.util.TreeMap<String, String>();
        try (var zip = new java.util.zip.ZipInputStream(Files.newInputStream(file))) {
            for (java.util.zip.ZipEntry one; (one = zip.getNextEntry()) != null; ) texts.put(one.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
        }
        return texts;
    }

    // ---- the disk ----

    private String sent(String word) throws Exception {
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO client.test");
            return smtp.send("a@client.test", sigillo.address("bruno"), ("Subject: " + word + "\r\n\r\n" + "x".repeat(70) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private long kept() throws Exception {
        try (var imap = sigillo.imap("bruno")) {
            return imap.messages("INBOX");
        }
    }

    private void size(long mib) { assertTrue(mount("-o", "remount,size=" + mib + "m", disk.toString()), "the disk has another size"); }

    @Order(5)
    @Test void aDiskThatIsNearlyFullAndThenFull() throws Exception {
        assumeTrue(isMounted, "no right to mount");
        long before = kept();
        var ballast = disk.resolve("ballast");
        Program.run(SOON, "fallocate", "-l", "500M", ballast.toString());
        long used = (Files.getFileStore(disk).getTotalSpace() - Files.getFileStore(disk).getUsableSpace()) >> 20;
        size(used + 90);
        only("disk space", "MiB are free where mail is kept", "Make room on that disk");
        assertTrue(sent("nearly").startsWith("250"), "mail flows on");
        size(used + 30);
        var refused = sent("full");
        assertTrue(refused.startsWith("452 4.3.1"), refused);
        only("store", "New mail is refused: the disk of", "mail comes again by itself, none is lost");
        size(12 << 10);
        Files.delete(ballast);
        assertTrue(sent("after").startsWith("250"));
        green();
        assertEquals(before + 2, kept(), "what was said to be taken is there, and nothing else");
    }

    @Order(6)
    @Test void aDiskThatIsReadOnlyNow() throws Exception {
        assumeTrue(isMounted, "no right to mount");
        long before = kept();
        var place = sigillo.folder().toString();
        assumeTrue(mount("--bind", place, place) && mount("-o", "remount,bind,ro", place), "no right to mount");
        int taken;
        try {
            only("file system", "is read-only now", "stop the server before fsck");
            var said = sent("read-only");
            taken = said.startsWith("250") ? 1 : 0;
            assertTrue(taken == 1 || said.startsWith("4"), said);
        } finally {
            Program.run(SOON, "umount", "-l", place);
        }
        green();
        assertEquals(before + taken, kept(), "what was said to be taken is there");
    }

    // ---- a proxy in front ----

    private static final List<String> STRANGERS = List.of("one.test", "two.test", "three.test", "four.test", "five.test");

    /** It hides who comes: nothing is relayed for that, it is told, and it is over when the last mails have come from few again. */
    @Order(10)
    @Test void aProxyThatHidesWhoComes() throws Exception {
        assumeTrue(Files.isExecutable(HAPROXY), "haproxy is not installed");
        liar.lies = _ -> Optional.empty();
        brought(90, 3);
        int port = Ports.free();
        var settings = Files.writeString(folder.resolve("haproxy.cfg"), """
            defaults
              mode tcp
              timeout connect 5s
              timeout client 30s
              timeout server 30s
            listen mail
              bind 127.0.0.1:%d
              server sigillo 127.0.0.1:%d
            """.formatted(port, sigillo.port("smtp")));
        try (var proxy = Program.start(folder.resolve("haproxy.log"), Map.of(), List.of(HAPROXY.toString(), "-db", "-f", settings.toString()))) {
            Program.waitUntil("the proxy listens:\n" + proxy.printed(), SOON, () -> isOpen(port));
            for (var stranger : STRANGERS) brings(4, stranger, port);
            only("who connects", "All mail seems to come from 127.0.0.1: a proxy or a router in front hides who connects", "have it speak the PROXY protocol");
        }
        brings(50, "client.test", sigillo.port("smtp"));
        green();
    }

    /** And is refused what is for elsewhere. */
    private void brings(int mails, String helo, int port) throws Exception {
        try (var smtp = SmtpProbe.connect(port)) {
            smtp.expect("250", "EHLO " + helo);
            smtp.expect("250", "MAIL FROM:<a@" + helo + ">");
            smtp.expect("55", "RCPT TO:<somebody@elsewhere.test>");
            smtp.expect("250", "RSET");
            for (int i = 0; i < mails; i++) {
                var reply = smtp.send("a@" + helo, sigillo.address("bruno"), ("Subject: " + helo + i + "\r\n\r\nhere\r\n").getBytes(StandardCharsets.US_ASCII));
                assertTrue(reply.startsWith("250"), reply);
            }
        }
    }

    private static boolean isOpen(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (java.io.IOException notYet) {
            return false;
        }
    }
}
