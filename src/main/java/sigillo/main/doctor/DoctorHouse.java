package sigillo.main.doctor;

import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import sigillo.admin.Results;
import sigillo.base.Domain;
import sigillo.base.LoggedAlarms;
import sigillo.certificates.Shown;
import sigillo.doctor.AlarmLines;
import sigillo.doctor.Board;
import sigillo.doctor.Callers;
import sigillo.doctor.CertificateLines;
import sigillo.doctor.Line;
import sigillo.doctor.NameLines;
import sigillo.doctor.Subject;
import sigillo.dns.Lookup;
import sigillo.main.config.Config;
import sigillo.main.setup.PreflightChecks;
import sigillo.preflight.Check;
import sigillo.preflight.Checks;
import sigillo.preflight.OwnAddresses;
import sigillo.preflight.Preflight;
import sigillo.preflight.Result;
import sigillo.preflight.Room;
import sigillo.preflight.State;
import sigillo.preflight.Words;
import sigillo.zone.Finding;

/** What the board is made of in this server. */
public record DoctorHouse(Config config, InstantSource clock, Known known) {
    /** Some DNS servers in turn, and connections that nobody takes. */
    private static final Duration DEADLINE = Duration.ofSeconds(45);
    /** A look at one takes some seconds where DNS is slow; of the others alarms tell (setup.DomainWatch). */
    private static final int DOMAINS_MAX = 20;

    /**
     * What others in the server know. {@code refresh}: has watches of this machine look now. {@code findings}: of a domain in DNS;
     * {@code dns}: both empty where nobody is asked. {@code backups}: how many places they go to. {@code receivers}: that take
     * nothing of late. {@code updates}: releases of this program, and Java. {@code programs}: whether others that this one needs
     * are up to date. {@code echo}: how the last round trip by mail fared; sends the next one when it is time.
     */
    public record Known(
            Runnable refresh,
            Supplier<List<Domain>> domains,
            Optional<Function<Domain, List<Finding>>> findings,
            Optional<Lookup> dns,
            Supplier<Map<String, LoggedAlarms.Said>> alarms,
            Supplier<Shown> certificates,
            Supplier<Integer> backups,
            Supplier<List<Results.Alarm>> receivers,
            Callers callers,
            Supplier<List<Line>> updates,
            List<Check> programs,
            Supplier<Optional<Line>> echo) {}

    /** A check, and where on the board its result stands. */
    private record Asked(Subject subject, Check check) {}

    /** Blocks as DNS and others do. */
    public Board look() {
        known.refresh().run();
        var alarms = new HashMap<>(known.alarms().get());
        if (alarms.containsKey("store")) alarms.remove("disk space"); // it has come to what that warned of
        var checked = checked(alarms.keySet());
        // one trouble is one line, of the one who knows it best
        boolean isClockSeen = checked.stream().map(Line::result)
            .anyMatch(one -> one.name().equals("clock") && one.state() == State.WRONG);
        if (isClockSeen) alarms.remove("clock");
        var names = names(alarms);
        var lines = new ArrayList<Line>();
        lines.add(known.callers().line());
        lines.addAll(certificates(alarms, isClockSeen));
        lines.addAll(AlarmLines.of(alarms));
        known.receivers().get().forEach(one -> lines.add(receiver(one)));
        lines.addAll(checked);
        lines.addAll(names);
        lines.add(backup());
        lines.addAll(known.updates().get());
        known.echo().get().ifPresent(lines::add);
        fill(lines);
        return new Board(clock.instant(), lines);
    }

    private static Line receiver(Results.Alarm trouble) {
        return new Line(Subject.REPUTATION, Result.warning("receiver " + trouble.about(),
            new Words(trouble.sentence(), trouble.sentence()),
            new Words("sigillo destinations says what they said, and what it means.",
                "sigillo destinations dice che cosa hanno detto, e che cosa significa.")));
    }

    /** Takes alarms away that say no more. */
    private List<Line> names(Map<String, LoggedAlarms.Said> alarms) {
        var lines = new ArrayList<Line>();
        known.findings().ifPresent(look -> known.domains().get().stream().limit(DOMAINS_MAX).forEach(domain -> {
            var found = look.apply(domain);
            lines.addAll(NameLines.of(domain, found));
            alarms.keySet().removeAll(NameLines.alarmsToldBy(domain, found));
        }));
        return lines;
    }

    private List<Line> certificates(Map<String, LoggedAlarms.Said> alarms, boolean isClockSeen) {
        var shown = known.certificates().get();
        boolean isNamed = isClockSeen || alarms.containsKey("certificate") || alarms.containsKey("clock");
        var lines = new ArrayList<>(CertificateLines.of(shown, config.hostname().name(), clock.instant()));
        lines.removeIf(line -> isNamed && line.result().state() == State.WRONG);
        var late = Optional.ofNullable(alarms.remove("certificate"));
        late.ifPresent(said -> lines.add(new Line(Subject.CERTIFICATES, Result.wrong("certificate",
            new Words(said.english(), said.italian()), CertificateLines.next(shown, clock.instant())))));
        return lines;
    }

    private Line backup() {
        int targets = known.backups().get();
        if (targets > 0) return new Line(Subject.BACKUP, Result.fine("backup targets",
            Words.of("Backups are made to %d places.", "I backup vanno in %d posti.", targets)));
        return new Line(Subject.BACKUP, Result.warning("backup targets",
            new Words("No backup is made: what this disk loses is gone.",
                "Non si fa alcun backup: ciò che questo disco perde è perso."),
            new Words("sigillo backup key, then [[backup.target]] in the configuration (docs/backup.md).",
                "sigillo backup key, poi [[backup.target]] nella configurazione (docs/backup.md).")));
    }

    /** What machine and network say. */
    private List<Line> checked(Set<String> alarms) {
        var asked = new ArrayList<Asked>();
        boolean isDiskNamed = alarms.contains("store") || alarms.contains("disk space");
        if (!isDiskNamed) {
            var disk = Checks.disk(config.data());
            asked.add(new Asked(Subject.STORAGE, new Check(Room.DISK, () -> disk(disk.look().look()))));
        }
        asked.add(new Asked(Subject.STORAGE, Checks.memory()));
        known.programs().forEach(program -> asked.add(new Asked(Subject.UPDATES, program)));
        var clocks = config.doctor().timeServers();
        if (!clocks.isEmpty()) asked.add(new Asked(Subject.CERTIFICATES, Checks.clock(clocks)));
        asked.addAll(elsewhere(clocks.isEmpty()));
        return lines(asked);
    }

    /** Where mail stays on this machine, nobody elsewhere is asked. {@code wantsClock}: no time server is named. */
    private List<Asked> elsewhere(boolean wantsClock) {
        var asked = new ArrayList<Asked>();
        if (config.relay().loopbackOnly() || known.dns().isEmpty()) return asked;
        var all = PreflightChecks.of(known.dns().get());
        var own = own(known.dns().get());
        if (wantsClock) asked.add(new Asked(Subject.CERTIFICATES, all.clock()));
        asked.add(new Asked(Subject.NAMES, all.reverseNames(own)));
        asked.add(new Asked(Subject.REPUTATION, all.blockLists(own)));
        boolean isDirect = config.relay().smarthost().isEmpty() || config.relay().smarthostWhenRefused();
        if (isDirect) asked.add(new Asked(Subject.SENDING, all.outgoing()));
        return asked;
    }

    /** What is too little for a start may do for one that runs: an alarm says when it is too little. */
    private static Result disk(Result found) {
        return found.state() == State.FINE ? found : Result.warning(found.name(), found.sentence(),
            new Words("Keep an eye on it: an alarm comes before mail is refused.",
                "Tenerlo d'occhio: prima che la posta venga rifiutata c'è un allarme."));
    }

    private static List<Line> lines(List<Asked> asked) {
        try {
            var results = Preflight.run(asked.stream().map(Asked::check).toList(), DEADLINE);
            var lines = new ArrayList<Line>();
            for (int i = 0; i < results.size(); i++) lines.add(new Line(asked.get(i).subject(), results.get(i)));
            return lines;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private List<InetAddress> own(Lookup dns) {
        try {
            return OwnAddresses.reachable(OwnAddresses.ofThisMachine(), config.hostname(), dns);
        } catch (SocketException unknown) {
            return List.of();
        }
    }

    /** A subject of which nobody has anything to say is well. */
    private static void fill(List<Line> lines) {
        for (var subject : Subject.values()) {
            boolean isQuiet = lines.stream().noneMatch(line -> line.subject() == subject);
            if (isQuiet) lines.add(new Line(subject, Result.fine("all",
                new Words("No trouble is known.", "Non si conoscono problemi."))));
        }
    }
}
