package sigillo.main.upgrade;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sigillo.doctor.Line;
import sigillo.doctor.Subject;
import sigillo.preflight.Check;
import sigillo.preflight.Result;
import sigillo.preflight.Words;
import sigillo.upgrade.Feed;
import sigillo.upgrade.Progress;
import sigillo.upgrade.Step;
import sigillo.upgrade.Upgrade;
import sigillo.upgrade.UpgradeSettings;
import sigillo.upgrade.Version;

/** What the board says of updates: of this program, of its last upgrade, of Java, of ClamAV's signatures. */
public final class UpdateLines {
    /** A list that cannot be had for so long is told of; a day or two is somebody else's night. */
    private static final Duration TOLD_AFTER = Duration.ofDays(3);
    /** From the day on which Java's makers publish, until systems have it in their packages. */
    private static final int PACKAGED_AFTER_DAYS = 14;

    private static final String CLAMD = "ClamAV";
    /** As clamd itself warns. */
    private static final int SIGNATURES_OLD_AFTER_DAYS = 7;
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final Pattern CLAMD_SAYS = Pattern.compile(
        "ClamAV ([0-9][0-9A-Za-z.+-]{0,30})/([0-9]{1,9})/[A-Z][a-z]{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}([1-9]|[12][0-9]|3[01]) [0-9:]{8} ([0-9]{4})");

    private UpdateLines() {}

    public static List<Line> of(UpgradeSettings settings, ReleaseWatch watch, Path data, Instant now) {
        var lines = new ArrayList<Line>();
        lines.add(line(releases(settings, watch.installed(), watch.found(), now)));
        last(data).ifPresent(result -> lines.add(line(result)));
        lines.add(line(java(javaMade(), LocalDate.ofInstant(now, ZoneOffset.UTC))));
        return lines;
    }

    private static Line line(Result result) { return new Line(Subject.UPDATES, result); }

    // ---- releases of this program ----

    static Result releases(UpgradeSettings settings, Optional<Version> installed, ReleaseWatch.Found found, Instant now) {
        if (installed.isEmpty()) return unknown("This program was built here, so nobody can say what is newer.",
            "Questo programma è stato compilato qui, quindi nessuno può dire che cosa è più nuovo.",
            "Look yourself, from time to time (docs/upgrading.md).", "Guardare da sé, ogni tanto (docs/upgrading.md).");
        if (settings.asked().isEmpty()) return unknown("This server does not look for newer versions of itself.",
            "Questo server non cerca versioni più nuove di sé.",
            "Say where in [upgrades] (docs/upgrading.md), or look yourself, from time to time.",
            "Dire dove in [upgrades] (docs/upgrading.md), o guardare da sé, ogni tanto.");
        boolean isBlind = !found.trouble().isEmpty() && Duration.between(found.since(), now).compareTo(TOLD_AFTER) > 0;
        if (isBlind) return blind(day(found.since()), found.trouble());
        if (found.feed().isEmpty()) return unknown("The list of releases was not had yet.",
            "L'elenco delle versioni non è ancora arrivato.", "It is asked for each day.", "Viene chiesto ogni giorno.");
        var next = found.feed().get().next(installed.get(), settings.look());
        if (next.isEmpty()) return Result.fine("version", Words.of("%s is the newest version that is told of.",
            "%s è la versione più nuova di cui si ha notizia.", installed.get()));
        return pending(installed.get(), next.get(), found.feed().get().isUrgent(installed.get()));
    }

    private static Result blind(LocalDate since, String trouble) {
        return Result.warning("version",
            new Words("Since " + since + " nobody knows whether there is a newer version: " + trouble + ".",
                "Dal " + since + " nessuno sa se c'è una versione più nuova: " + trouble + "."),
            new Words("Look whether the address in [upgrades] is right.",
                "Controllare se l'indirizzo in [upgrades] è giusto."));
    }

    private static Result pending(Version installed, Feed.Entry next, boolean isUrgent) {
        var step = new Words("sigillo upgrade fetches it, tests it, and goes back by itself if it is faulty.",
            "sigillo upgrade la scarica, la prova, e torna indietro da sé se è difettosa.");
        if (!isUrgent) return Result.warning("version",
            new Words("There is " + next.version() + ", and " + installed + " runs: " + next.about(),
                "C'è " + next.version() + ", ed è in funzione " + installed + ": " + next.aboutInItalian()), step);
        return Result.wrong("version", new Words(
            "A version mends a fault by which strangers can do harm: " + next.version() + ", and " + installed + " runs. "
                + next.about(),
            "Una versione corregge un errore con cui estranei possono fare danni: " + next.version() + ", ed è in funzione "
                + installed + ". " + next.aboutInItalian()), step);
    }

    private static LocalDate day(Instant at) { return LocalDate.ofInstant(at, ZoneOffset.UTC); }

    private static Result unknown(String english, String italian, String next, String nextInItalian) {
        return Result.unknown("version", new Words(english, italian), new Words(next, nextInItalian));
    }

    // ---- the last upgrade ----

    private static Optional<Result> last(Path data) {
        try {
            return Upgrade.progress(data).flatMap(UpdateLines::last);
        } catch (IOException e) {
            return Optional.of(Result.warning("upgrade",
                new Words("What became of the last upgrade cannot be read: " + e.getMessage(),
                    "Non si può leggere l'esito dell'ultimo aggiornamento: " + e.getMessage()),
                new Words("sigillo upgrade --forget", "sigillo upgrade --forget")));
        }
    }

    static Optional<Result> last(Progress progress) {
        if (progress.step() != Step.FAILED) return Optional.empty();
        return Optional.of(Result.warning("upgrade",
            new Words("The upgrade to " + progress.to() + " was not made, and all is as it was: " + progress.why(),
                "L'aggiornamento a " + progress.to() + " non è stato fatto, e tutto è come prima: " + progress.why()),
            new Words("Tell who made it; sigillo upgrade --forget, to be told no more.",
                "Dirlo a chi ha fatto la versione; sigillo upgrade --forget, per non leggerlo più.")));
    }

    // ---- Java ----

    private static Optional<LocalDate> javaMade() {
        try {
            return Optional.ofNullable(System.getProperty("java.version.date")).map(LocalDate::parse);
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    /** Of the OpenJDK vulnerability group: the third Tuesday of January, April, July and October. */
    static LocalDate lastPublished(LocalDate day) {
        for (var month = day.withDayOfMonth(1); ; month = month.minusMonths(1)) {
            boolean isOne = month.getMonthValue() % 3 == 1;
            var published = month.with(TemporalAdjusters.dayOfWeekInMonth(3, DayOfWeek.TUESDAY));
            if (isOne && !published.isAfter(day)) return published;
        }
    }

    static Result java(Optional<LocalDate> made, LocalDate today) {
        var version = Runtime.version().feature() + "." + Runtime.version().interim() + "." + Runtime.version().update();
        var due = lastPublished(today.minusDays(PACKAGED_AFTER_DAYS));
        if (made.isEmpty()) return Result.unknown("Java",
            Words.of("Java %s does not say how old it is.", "Java %s non dice di quando è.", version),
            new Words("Keep it up to date.", "Tenerlo aggiornato."));
        if (made.get().isBefore(due)) return Result.warning("Java",
            Words.of("Java %s is of %s, and security updates were published on %s.",
                "Java %s è del %s, e il %s sono usciti aggiornamenti di sicurezza.", version, made.get(), due),
            new Words("Update Java, then start the server again.", "Aggiornare Java, poi riavviare il server."));
        return Result.fine("Java", Words.of("Java %s is of %s, after the last security updates.",
            "Java %s è del %s, dopo gli ultimi aggiornamenti di sicurezza.", version, made.get()));
    }

    // ---- ClamAV ----

    /** {@code signatures}: asks it; what it says is {@code ClamAV 1.4.1/27500/Thu Nov 26 09:00:00 2026}. */
    public static Check clamd(Supplier<Optional<String>> signatures, InstantSource clock) {
        return new Check(CLAMD, () -> clamd(signatures.get(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
    }

    static Result clamd(Optional<String> said, LocalDate today) {
        var parts = said.map(CLAMD_SAYS::matcher).filter(Matcher::matches);
        var made = parts.flatMap(UpdateLines::date);
        if (made.isEmpty()) return Result.unknown(CLAMD,
            new Words("ClamAV does not say of when its signatures are.", "ClamAV non dice di quando sono le sue firme."),
            new Words("Look whether clamd runs, and freshclam.", "Controllare se clamd è in funzione, e freshclam."));
        var sentence = Words.of("ClamAV %s has signatures of %s.", "ClamAV %s ha firme del %s.", parts.get().group(1), made.get());
        if (!made.get().isBefore(today.minusDays(SIGNATURES_OLD_AFTER_DAYS))) return Result.fine(CLAMD, sentence);
        return Result.warning(CLAMD, sentence, new Words("New ones come each day: look whether freshclam runs.",
            "Ne arrivano ogni giorno: controllare se freshclam è in funzione."));
    }

    private static Optional<LocalDate> date(Matcher said) {
        try {
            var month = Month.of(MONTHS.indexOf(said.group(3)) / 3 + 1);
            return Optional.of(LocalDate.of(Integer.parseInt(said.group(5)), month, Integer.parseInt(said.group(4))));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
