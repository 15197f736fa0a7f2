package sigillo.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Domain;
import sigillo.base.LoggedAlarms;
import sigillo.certificates.Shown;
import sigillo.dns.Zone;
import sigillo.preflight.BlockList;
import sigillo.preflight.Check;
import sigillo.preflight.Checks;
import sigillo.preflight.Dial;
import sigillo.preflight.Result;
import sigillo.preflight.Room;
import sigillo.preflight.State;
import sigillo.preflight.Words;
import sigillo.zone.Comparison;
import sigillo.zone.Finding;
import sigillo.zone.Purpose;
import sigillo.zone.Seen;
import sigillo.zone.Wanted;
import sigillo.zone.ZoneRecord;

/** Faults as they happen to servers, and what the board says of each; what of it is told elsewhere, and when. */
class DoctorTest {
    private static final Domain HOME = Domain.of("home.example");
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final List<InetAddress> OWN = List.of(InetAddress.ofLiteral("192.0.2.1"));
    private static final String KEY = "v=DKIM1; k=rsa; p=" + "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A".repeat(12);

    // ---- faults ----

    /** {@code says}: a part of the English sentence; {@code next}: of the next step. */
    private record Fault(String name, Callable<List<Line>> played, Subject subject, State state, String says, String next) {}

    private static Checks checks(Zone dns, Dial.Heard heard, Duration ahead) {
        var world = new Checks.World(dns, () -> { throw new IllegalStateException(); }, _ -> heard, _ -> Optional.ofNullable(ahead));
        var lists = BlockList.all().stream().filter(list -> list.page().contains("spamcop")).toList();
        return new Checks(world, new Checks.Tables(List.of("a.test"), lists, List.of(), List.of()));
    }

    private static Checks checks(Zone dns) { return checks(dns, Dial.Heard.GREETED, Duration.ZERO); }

    private static Zone others() { return new Zone().mx("a.test", 10, "mx.a.test").host("mx.a.test", "198.51.100.9"); }

    private static Callable<List<Line>> seen(Subject subject, Check check) { return () -> List.of(new Line(subject, check.look().look())); }

    private static Callable<List<Line>> seen(Purpose purpose, String name, ZoneRecord.Type type, String wanted, String... there) {
        return () -> NameLines.of(HOME, List.of(Comparison.compare(new Wanted(purpose, new ZoneRecord(name, type, wanted)), new Seen.Values(List.of(there)))));
    }

    /** However many records nobody could say something of: the cause is one. */
    @Test void deadDnsIsOneLineInEachLanguage() {
        var why = new Seen.Unknown("none of the servers of its zone answers", "nessun server della sua zona risponde");
        var findings = Stream.of(Purpose.MX, Purpose.SPF, Purpose.DMARC, Purpose.TLS_REPORTS)
            .map(purpose -> Comparison.compare(new Wanted(purpose, new ZoneRecord("home.example", ZoneRecord.Type.TXT, "v=x")), why)).toList();
        var lines = NameLines.of(HOME, findings);
        assertEquals(1, lines.size(), lines.toString());
        var said = lines.getFirst().result();
        assertEquals(State.UNKNOWN, said.state());
        assertEquals("DNS of home.example could not be asked: none of the servers of its zone answers.", said.sentence().english());
        assertEquals("Non si è potuto chiedere il DNS di home.example: nessun server della sua zona risponde.", said.sentence().italian());
    }

    private static Zone clocks() { return new Zone().host("time.cloudflare.com", "198.51.100.1").host("pool.ntp.org", "198.51.100.2"); }

    private static Callable<List<Line>> order(String failed, String why, Instant next) {
        var served = new Shown.Line(List.of("mail.home.example"), "An authority", "1", NOW.minusSeconds(9), NOW.plus(Duration.ofDays(20)), "ordered");
        return () -> CertificateLines.of(new Shown(List.of(served), true, Optional.empty(), Optional.of(next), why, Optional.of(failed), Map.of(), Optional.empty(),
            Optional.empty(), Optional.empty()), "mail.home.example", NOW);
    }

    private static LoggedAlarms.Said said(String sentence) { return new LoggedAlarms.Said(sentence, "È così."); }

    /** {@code names}: in turn, what those call themselves. */
    private static List<Line> brought(int count, String address, int names) { return brought(count, address, names, "mail#.example"); }

    private static List<Line> brought(int count, String address, int names, String helo) {
        var callers = new Callers();
        for (int i = 0; i < count; i++) callers.brought(InetAddress.ofLiteral(address.replace("#", Integer.toString(i + 1))), helo.replace("#", Integer.toString(i % names)));
        return List.of(callers.line());
    }

    private static List<Line> callers(int count, String address) {
        var callers = new Callers();
        for (int i = 0; i < count; i++) callers.came(InetAddress.ofLiteral(address.replace("#", Integer.toString(i + 1))));
        return List.of(callers.line());
    }

    private static List<Fault> faults() {
        var spf = "v=spf1 mx ~all";
        return List.of(
            new Fault("port 25 closed", seen(Subject.SENDING, checks(others(), Dial.Heard.NOTHING, null).outgoing()), Subject.SENDING, State.WRONG,
                "No connection to port 25 of others succeeds", "use a relay"),
            new Fault("no PTR", seen(Subject.NAMES, checks(new Zone()).reverseNames(OWN)), Subject.NAMES, State.WRONG, "192.0.2.1 has no reverse name", "Who rents the address out"),
            new Fault("wrong PTR", seen(Subject.NAMES, checks(new Zone().ptrOf("192.0.2.1", "dyn-1.isp.example").host("dyn-1.isp.example", "192.0.2.77")).reverseNames(OWN)),
                Subject.NAMES, State.WRONG, "dyn-1.isp.example, which does not lead back", "Who rents the address out"),
            new Fault("listed address", seen(Subject.REPUTATION, checks(new Zone().host("2.0.0.127.bl.spamcop.net", "127.0.0.2").host("1.2.0.192.bl.spamcop.net", "127.0.0.2"))
                .blockLists(OWN)), Subject.REPUTATION, State.WRONG, "192.0.2.1 (SpamCop)", "ask there for removal"),
            new Fault("MX elsewhere", seen(Purpose.MX, "home.example", ZoneRecord.Type.MX, "10 mail.home.example.", "10 mx.old.example."), Subject.NAMES, State.WRONG,
                "MX home.example is something else: 10 mx.old.example.", "sigillo dns check home.example"),
            new Fault("MX of others first", seen(Purpose.MX, "home.example", ZoneRecord.Type.MX, "10 mail.home.example.", "5 mx.old.example.", "10 mail.home.example."),
                Subject.NAMES, State.WRONG, "mail goes elsewhere first", "sigillo dns check"),
            new Fault("two SPF records", seen(Purpose.SPF, "home.example", ZoneRecord.Type.TXT, spf, spf, "v=spf1 include:old.example -all"), Subject.NAMES, State.WRONG,
                "several SPF records, and of several none counts", "sigillo dns check"),
            new Fault("DKIM key cut", seen(Purpose.DKIM, "s._domainkey.home.example", ZoneRecord.Type.TXT, KEY, KEY.substring(0, 255)), Subject.NAMES, State.WRONG,
                "is cut after 255 characters", "sigillo dns check"),
            new Fault("expired certificate on one listener", () -> AlarmLines.of(Map.of("certificate served by imaps", said(
                "The listener imaps at 0.0.0.0:993 shows a certificate that has ended at 2026-01-01T00:00:00Z."))),
                Subject.CERTIFICATES, State.WRONG, "The listener imaps", "has a certificate of its own"),
            new Fault("authority down", order("the authority could not be reached", "", NOW.plusSeconds(3600)), Subject.CERTIFICATES, State.WARNING,
                "The last order of a certificate failed: the authority could not be reached", "tried again at 2026-11-30T11:00:00Z"),
            new Fault("authority asks to wait", order("too many orders; the authority asked to wait until 2026-12-02T10:00:00Z", "", NOW.plus(Duration.ofDays(2))), Subject.CERTIFICATES,
                State.WARNING, "too many orders", "tried again at 2026-12-02T10:00:00Z, by itself. Do not try sooner"),
            new Fault("clock slow", seen(Subject.CERTIFICATES, checks(clocks(), Dial.Heard.GREETED, Duration.ofMinutes(10)).clock()), Subject.CERTIFICATES, State.WRONG,
                "The clock is 600 s slow", "Set the clock"),
            new Fault("clock fast", seen(Subject.CERTIFICATES, checks(clocks(), Dial.Heard.GREETED, Duration.ofSeconds(-30)).clock()), Subject.CERTIFICATES, State.WARNING,
                "The clock is 30 s fast", "Set the clock"),
            new Fault("proxy on this machine hides who connects", () -> brought(20, "127.0.0.1", 5), Subject.RECEIVING, State.WRONG, "All mail seems to come from 127.0.0.1", "PROXY protocol"),
            new Fault("proxy with a public address hides who connects", () -> brought(20, "198.51.100.7", 5, "mail.of#.example"), Subject.RECEIVING, State.WARNING, "All mail seems to come from 198.51.100.7", "PROXY protocol"),
            new Fault("proxy hides who connects", () -> callers(20, "10.0.0.2"), Subject.RECEIVING, State.WRONG, "All mail seems to come from 10.0.0.2", "source address"),
            new Fault("disk nearly full", () -> List.of(new Line(Subject.STORAGE, Room.disk(Path.of("/var/lib/sigillo"), 900L << 20))), Subject.STORAGE, State.WRONG,
                "has 900 MiB free", "larger disk"));
    }

    /** An order that is due is tried now, in either language. */
    @Test void whatIsTriedNowIsSaidSo() throws Exception {
        for (var why : List.of("the authority could not be reached", "the authority asked to wait until then", "something else")) {
            var next = order(why, "", NOW).call().stream().map(Line::result)
                .filter(one -> one.name().equals("certificate order")).findFirst().orElseThrow().next();
            assertTrue(next.english().contains("it is tried again now, by itself"), next.english());
            assertTrue(next.italian().contains("si riprova adesso, da sé"), next.italian());
        }
    }

    @TestFactory Stream<DynamicTest> eachFaultIsNamedRightly() {
        return faults().stream().map(fault -> DynamicTest.dynamicTest(fault.name, () -> {
            var named = fault.played.call().stream().filter(line -> line.result().sentence().english().contains(fault.says)).toList();
            assertEquals(1, named.size(), fault.played.call().toString());
            var line = named.getFirst();
            assertEquals(fault.subject, line.subject());
            assertEquals(fault.state, line.result().state());
            assertTrue(line.result().next().english().contains(fault.next), line.toString());
            assertFalse(line.result().sentence().italian().isEmpty() || line.result().next().italian().isEmpty());
        }));
    }

    @Test void eachAlarmIsOfASubject() {
        var keys = Map.ofEntries(Map.entry("dns list zen", Subject.RECEIVING), Map.entry("dns of home.example", Subject.NAMES), Map.entry("dnssec", Subject.NAMES),
            Map.entry("dkim/home.example", Subject.NAMES), Map.entry("queue/full", Subject.SENDING), Map.entry("sending of account x", Subject.SENDING),
            Map.entry("backup/home", Subject.BACKUP), Map.entry("certificate names", Subject.CERTIFICATES), Map.entry("clock", Subject.CERTIFICATES),
            Map.entry("connections/strangers", Subject.RECEIVING), Map.entry("engine-clamav", Subject.RECEIVING), Map.entry("store", Subject.STORAGE),
            Map.entry("seal of account x", Subject.STORAGE));
        keys.forEach((key, subject) -> assertEquals(subject, AlarmLines.of(Map.of(key, said("It is so."))).getFirst().subject(), key));
    }

    @Test void aNoteNamesNobodysAccount() {
        var note = Note.of(List.of(new Telling.News.Trouble(line("x", State.WRONG, "Sending of <anna@home.example> is paused.")), new Telling.News.Over(new Words("bruno@home.example was full", "bruno@home.example era pieno"))), HOME);
        assertTrue(note.text().contains("Sending of <(an account)> is paused.") && note.text().contains("It is over: (an account) was full"), note.text());
        assertFalse(note.text().contains("@"), note.text());
    }

    private static Line line(String name, State state, String sentence) { return new Line(Subject.SENDING, new Result(name, state, new Words(sentence, sentence), Words.NONE)); }

    @Test void oneThatIsOrderedAndDoesNotComeIsATrouble() {
        var own = new Shown.Line(List.of("localhost"), "x", "1", NOW, NOW.plusSeconds(9), "made by this server: no program trusts it");
        for (var failed : List.of(Optional.<String>empty(), Optional.of("the authority ca.example cannot be reached"))) {
            var shown = new Shown(List.of(own), true, Optional.empty(), Optional.of(NOW.plusSeconds(60)), "", failed, Map.of(), Optional.empty(), Optional.empty(), Optional.empty());
            var line = CertificateLines.of(shown, "mail.home.example", NOW).getFirst().result();
            assertEquals(failed.isEmpty() ? State.WARNING : State.WRONG, line.state());
            assertFalse(line.next().english().contains("Agree"), "they have been agreed to");
            assertTrue(line.next().english().contains(failed.isEmpty() ? "sigillo certificate says why" : "See whether this machine reaches the authority"), line.toString());
        }
    }

    @Test void ofACertificateOfOnesOwnProgramsWarn() {
        var own = new Shown.Line(List.of("mail.home.example"), "x", "1", NOW, NOW.plusSeconds(9), "made by this server: no program trusts it");
        var shown = new Shown(List.of(own), false, Optional.of("x"), Optional.empty(), "", Optional.empty(), Map.of(), Optional.empty(), Optional.empty(), Optional.empty());
        assertEquals(State.WARNING, CertificateLines.of(shown, "mail.home.example", NOW).getFirst().result().state());
        assertEquals(State.WRONG, CertificateLines.of(shown, "mail.home.example", NOW.plusSeconds(10)).getFirst().result().state(), "ended");
        assertEquals(State.WARNING, CertificateLines.of(shown, "other.example", NOW).getFirst().result().state(), "while a set-up goes on");
    }

    @Test void whoHasAnAddressOfHisOwnIsSeen() {
        for (var fine : List.of(callers(19, "10.0.0.2"), callers(30, "198.51.100.#"), callers(30, "198.51.100.7"), callers(100, "127.0.0.1"),
                brought(50, "127.0.0.1", 3), brought(50, "198.51.100.#", 20), brought(50, "198.51.100.7", 3, "mail.of#.example"), brought(50, "198.51.100.7", 20, "out#.sender.example"), brought(19, "127.0.0.1", 19))) {
            assertEquals(State.FINE, fine.getFirst().result().state(), fine.toString());
        }
    }

    @Test void whatIsRightIsOneLine() {
        var right = new Finding(new Wanted(Purpose.MX, new ZoneRecord("home.example", ZoneRecord.Type.MX, "10 mail.home.example.")), Finding.Fault.NONE, List.of());
        assertEquals(List.of("DNS shows what mail of home.example needs."), NameLines.of(HOME, List.of(right)).stream().map(line -> line.result().sentence().english()).toList());
    }

    @Test void theWorstIsFirst() {
        var board = new Board(NOW, List.of(line("b", State.FINE), line("a", State.WRONG)));
        assertEquals(List.of(State.WRONG, State.FINE), board.of(Subject.STORAGE).stream().map(one -> one.result().state()).toList());
    }

    // ---- what is told ----

    private static Line line(String name, State state) { return new Line(Subject.STORAGE, new Result(name, state, new Words(name + " is " + state, "x"), new Words("do it", "fallo"))); }

    private static Board board(Duration after, Line... lines) { return new Board(NOW.plus(after), List.of(lines)); }

    private record Step(Duration after, List<Line> lines, String told) {}

    /** Told by hours. */
    @Test void aTroubleIsToldOnceAndAgainWhenItEnds() {
        var told = Told.NOTHING;
        var steps = List.of(
            new Step(Duration.ZERO, List.of(line("disk", State.FINE)), "[AllWell]"),
            new Step(Duration.ofHours(1), List.of(line("disk", State.WRONG)), "[]"),
            new Step(Duration.ofHours(2), List.of(line("disk", State.WRONG)), "[Trouble]"),
            new Step(Duration.ofHours(3), List.of(line("disk", State.WRONG), line("memory", State.WRONG)), "[]"),
            new Step(Duration.ofHours(4), List.of(line("disk", State.UNKNOWN), line("memory", State.FINE)), "[]"),
            new Step(Duration.ofHours(5), List.of(line("disk", State.WRONG)), "[]"),
            new Step(Duration.ofDays(31), List.of(line("disk", State.WRONG)), "[]"),
            new Step(Duration.ofDays(32), List.of(line("disk", State.WARNING)), "[Over, AllWell]"),
            new Step(Duration.ofDays(61), List.of(line("disk", State.FINE)), "[]"),
            new Step(Duration.ofDays(62), List.of(line("disk", State.FINE)), "[AllWell]"),
            new Step(Duration.ofDays(1), List.of(line("disk", State.FINE)), "[AllWell]"));
        for (var step : steps) {
            var telling = Telling.of(board(step.after, step.lines.toArray(Line[]::new)), told);
            assertEquals(step.told, telling.news().stream().map(one -> one.getClass().getSimpleName()).toList().toString(), step.toString());
            told = Told.parse(telling.told().text().lines().toList());
            assertEquals(telling.told(), told, "as it is kept");
        }
    }

    /** A year ahead, and back: one note that all is well at each jump, and none between; a trouble that stands is not told anew. */
    @Test void aClockThatJumpsNeitherFloodsNorSilences() {
        var told = Told.NOTHING;
        var notes = new ArrayList<String>();
        for (int hour = 0; hour < 24 * 40; hour++) {
            var jump = hour < 100 ? Duration.ZERO : hour < 200 ? Duration.ofDays(365) : Duration.ofDays(-1);
            boolean isFull = hour >= 90 && hour < 210;
            var telling = Telling.of(board(jump.plusHours(hour), line("disk", isFull ? State.WRONG : State.FINE)), told);
            for (var one : telling.news()) notes.add(hour + " " + one.getClass().getSimpleName());
            told = telling.told();
        }
        assertEquals(List.of("0 AllWell", "91 Trouble", "210 Over", "744 AllWell"), notes, "a month after the first");
    }

    @Test void whatIsOverIsToldInBothLanguages() {
        var standing = Told.parse(List.of("told STORAGE/disk\tIt is full.\tÈ pieno.", "told STORAGE/memory\tof a former release"));
        var note = Note.of(Telling.of(board(Duration.ZERO), standing).news(), HOME);
        assertTrue(note.text().contains("It is over: It is full.") && note.text().contains("È passato: È pieno.") && note.text().contains("È passato: of a former"), note.text());
    }

    /** Said in English alone, as what is rare: an Italian reader hears of what it is, and that the rest is English. */
    @Test void whatNobodySaysInItalianHasALead() {
        var keys = List.of("seal of account x", "signing in to account x", "dkim/home.example", "queue/full", "another");
        for (var line : AlarmLines.of(keys.stream().collect(java.util.stream.Collectors.toMap(key -> key, _ -> new LoggedAlarms.Said("It is so.", "It is so."))))) {
            assertTrue(line.result().sentence().italian().endsWith(" (in inglese): It is so."), line.toString());
        }
    }

    @Test void aDamagedFileIsToldOnceMore() {
        assertEquals(Told.NOTHING, Told.parse(List.of("", "well yesterday", "told x", "told \tx", "nonsense", "\0")));
    }

    @TempDir Path folder;

    /** Also where nothing can be written, which a full disk is. */
    @Test void whoReadsHearsOfItThoughAnotherFails() throws IOException {
        var notes = new ArrayList<Note>();
        Consumer<Note> broken = _ -> { throw new IllegalStateException("this reader fails"); };
        var boards = new ArrayList<>(List.of(board(Duration.ZERO, line("disk", State.WRONG)), board(Duration.ofHours(1), line("disk", State.WRONG)),
            board(Duration.ofHours(2), line("disk", State.WRONG))));
        var doctor = new Doctor(boards::removeFirst, folder.resolve("doctor"), Domain.of("mail.home.example"), List.of(broken, notes::add));
        assertTrue(doctor.makeRounds(), "to be looked at again soon");
        assertEquals(List.of(), notes);
        assertFalse(doctor.makeRounds());
        assertEquals("mail.home.example: something is wrong (qualcosa non va)", notes.getFirst().subject());
        assertTrue(notes.getFirst().text().startsWith("Storage: disk is WRONG\n-> do it\n") && notes.getFirst().text().contains("Archivio: x\n-> fallo\n"), notes.getFirst().text());
        assertTrue(Files.exists(folder.resolve("doctor")));
        assertFalse(doctor.makeRounds());
        assertEquals(1, notes.size());
        boards.add(board(Duration.ofHours(3), line("disk", State.WRONG)));
        assertFalse(new Doctor(boards::removeFirst, folder.resolve("doctor"), HOME, List.of(notes::add)).makeRounds());
        assertEquals(1, notes.size(), "also after a start");
    }
}
