package sigillo.main;

import java.io.IOException;
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
import java.util.function.Consumer;
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
import sigillo.doctor.Note;
import sigillo.doctor.Subject;
import sigillo.dns.Lookup;
import sigillo.https.HttpsClient;
import sigillo.main.config.Config;
import sigillo.preflight.Check;
import sigillo.preflight.Checks;
import sigillo.preflight.OwnAddresses;
import sigillo.preflight.Preflight;
import sigillo.preflight.Result;
import sigillo.preflight.Room;
import sigillo.preflight.State;
import sigillo.preflight.Words;
import sigillo.queue.Enqueue;
import sigillo.queue.Outgoing;
import sigillo.signing.Signing;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.trace.TraceId;
import tools.jackson.databind.json.JsonMapper;

/** What the board is made of in this server, and how what it tells leaves. */
record DoctorHouse(Config config, InstantSource clock, Known known) {
    /** Some DNS servers in turn, and connections that nobody takes. */
    private static final Duration DEADLINE = Duration.ofSeconds(45);
    /** A look at one takes some seconds where DNS is slow; of the others alarms tell (setup.DomainWatch). */
    private static final int DOMAINS_MAX = 20;
    private static final Duration POST = Duration.ofSeconds(20);
    private static final System.Logger LOG = System.getLogger("sigillo.doctor");

    /**
     * What others in the server know. {@code refresh}: has watches of this machine look now. {@code findings}: of a domain in DNS; {@code dns}: empty where nobody is asked. {@code receivers}: that
     * take nothing of late. {@code programs}: whether others that this one needs are up to date. {@code echo}: how the last round trip by mail fared; sends the next one when it is time.
     */
    record Known(
            Runnable refresh, Supplier<List<Domain>> domains, Optional<Function<Domain, List<sigillo.zone.Finding>>> findings, Optional<Lookup> dns, Supplier<Map<String, LoggedAlarms.Said>> alarms,
            Supplier<Shown> certificates, Supplier<Integer> backups, Supplier<List<Results.Alarm>> receivers, Callers callers, Supplier<List<Line>> updates, List<Check> programs,
            Supplier<Optional<Line>> echo) {}

    /** Blocks as DNS and others do. */
    Board look() {
        known.refresh().run();
        var alarms = new HashMap<>(known.alarms().get());
        if (alarms.containsKey("store")) alarms.remove("disk space"); // it has come to what that warned of
        var checked = checked(alarms.keySet());
        // one trouble is one line, of the one who knows it best
        boolean isClockSeen = checked.stream().anyMatch(line -> line.result().name().equals("clock") && line.result().state() == State.WRONG);
        if (isClockSeen) alarms.remove("clock");
        var names = names(alarms);
        var lines = new ArrayList<Line>();
        lines.add(known.callers().line());
        lines.addAll(certificates(alarms, isClockSeen));
        lines.addAll(AlarmLines.of(alarms));
        known.receivers().get().forEach(one -> lines.add(new Line(Subject.REPUTATION, Result.warning("receiver " + one.about(), new Words(one.sentence(), one.sentence()),
            new Words("sigillo destinations says what they said, and what it means.", "sigillo destinations dice che cosa hanno detto, e che cosa significa.")))));
        lines.addAll(checked);
        lines.addAll(names);
        lines.add(backup());
        lines.addAll(known.updates().get());
        known.echo().get().ifPresent(lines::add);
        fill(lines);
        return new Board(clock.instant(), lines);
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
        late.ifPresent(said -> lines.add(new Line(Subject.CERTIFICATES,
            Result.wrong("certificate", new Words(said.english(), said.italian()), CertificateLines.next(shown, clock.instant())))));
        return lines;
    }

    private Line backup() {
        int targets = known.backups().get();
        return new Line(Subject.BACKUP, targets > 0 ? Result.fine("backup targets", Words.of("Backups are made to %d places.", "I backup vanno in %d posti.", targets))
            : Result.warning("backup targets", new Words("No backup is made: what this disk loses is gone.", "Non si fa alcun backup: ciò che questo disco perde è perso."),
                new Words("sigillo backup key, then [[backup.target]] in the configuration (docs/backup.md).", "sigillo backup key, poi [[backup.target]] nella configurazione (docs/backup.md).")));
    }

    /** What machine and network say. Where mail stays on this machine, nobody elsewhere is asked. */
    private List<Line> checked(Set<String> alarms) {
        var subjects = new ArrayList<Subject>();
        var checks = new ArrayList<Check>();
        boolean isDiskNamed = alarms.contains("store") || alarms.contains("disk space");
        if (!isDiskNamed) {
            checks.add(new Check(Room.DISK, () -> disk(Checks.disk(config.data()).look().look())));
            subjects.add(Subject.STORAGE);
        }
        checks.add(Checks.memory());
        subjects.add(Subject.STORAGE);
        for (var program : known.programs()) {
            checks.add(program);
            subjects.add(Subject.UPDATES);
        }
        var clocks = config.doctor().timeServers();
        if (!clocks.isEmpty()) {
            checks.add(Checks.clock(clocks));
            subjects.add(Subject.CERTIFICATES);
        }
        if (!config.relay().loopbackOnly() && known.dns().isPresent()) {
            var all = PreflightChecks.of(known.dns().get());
            var own = own(known.dns().get());
            if (clocks.isEmpty()) {
                checks.add(all.clock());
                subjects.add(Subject.CERTIFICATES);
            }
            checks.add(all.reverseNames(own));
            subjects.add(Subject.NAMES);
            checks.add(all.blockLists(own));
            subjects.add(Subject.REPUTATION);
            boolean isDirect = config.relay().smarthost().isEmpty() || config.relay().smarthostWhenRefused();
            if (isDirect) {
                checks.add(all.outgoing());
                subjects.add(Subject.SENDING);
            }
        }
        return lines(subjects, checks);
    }

    /** What is too little for a start may do for one that runs: an alarm says when it is too little. */
    private static Result disk(Result found) {
        return found.state() == State.FINE ? found : Result.warning(found.name(), found.sentence(),
            new Words("Keep an eye on it: an alarm comes before mail is refused.", "Tenerlo d'occhio: prima che la posta venga rifiutata c'è un allarme."));
    }

    private static List<Line> lines(List<Subject> subjects, List<Check> checks) {
        try {
            var results = Preflight.run(checks, DEADLINE);
            var lines = new ArrayList<Line>();
            for (int i = 0; i < results.size(); i++) lines.add(new Line(subjects.get(i), results.get(i)));
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
            if (isQuiet) lines.add(new Line(subject, new Result("all", State.FINE, new Words("No trouble is known.", "Non si conoscono problemi."), Words.NONE)));
        }
    }

    // ---- telling ----

    /** Who is told, as configured. */
    List<Consumer<Note>> readers(Enqueue queue, Signing signing, Optional<HttpsClient> https) {
        var readers = new ArrayList<Consumer<Note>>();
        config.doctor().mailTo().ifPresent(to -> readers.add(note -> mail(note, to, queue, signing)));
        config.doctor().webhook().ifPresent(hook -> https.ifPresent(client -> readers.add(note -> post(note, hook, client))));
        return readers;
    }

    /** From nobody, so that what becomes of it comes back to nobody. */
    private void mail(Note note, sigillo.base.Address to, Enqueue queue, Signing signing) {
        try {
            var message = signing.signed(new DoctorMail(config.hostname(), clock).written(note, to));
            var envelope = Envelope.of(ReversePath.NULL, List.of(new Recipient(to, Set.of(Recipient.Notify.NEVER), Optional.empty())));
            queue.enqueue(new Outgoing(envelope, message, TraceId.fresh(), Optional.empty()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The address may be a secret, and is not in the log. */
    static void post(Note note, java.net.URI hook, HttpsClient https) {
        var body = JsonMapper.shared().writeValueAsBytes(Map.of("subject", note.subject(), "text", note.text()));
        var path = (hook.getRawPath().isEmpty() ? "/" : hook.getRawPath()) + (hook.getRawQuery() == null ? "" : "?" + hook.getRawQuery());
        switch (https.send(hook.getHost(), hook.getPort() < 0 ? 443 : hook.getPort(), path, Map.of("Content-Type", "application/json"), body, POST)) {
            case HttpsClient.Sent.Answered(int status, _) when status / 100 == 2 -> { }
            case HttpsClient.Sent.Answered(int status, _) -> LOG.log(System.Logger.Level.WARNING, "the webhook of [doctor] answers " + status);
            case HttpsClient.Sent.Failed(var why) -> LOG.log(System.Logger.Level.WARNING, "the webhook of [doctor] cannot be told: " + why);
        }
    }
}
