package sigillo.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.preflight.Result;
import sigillo.preflight.Words;
import sigillo.setup.DurableFile;

/**
 * A mail of ours to an address elsewhere that answers, and its answer: whether mail leaves and comes, and how long that takes. Each goes out
 * from an address that nobody can guess and that is good for its answer alone; whatever else comes there is taken away, and nothing is
 * ever answered, so that nothing goes round. What is under way is in a file. Any thread.
 */
public final class EchoTrip {
    private static final String LOCAL = "sigillo-echo-";
    private static final int TOKEN_OCTETS = 16;
    private static final Duration AGAIN = Duration.ofHours(1);
    private static final String NAME = "round trip";
    private static final System.Logger LOG = System.getLogger("sigillo.doctor");

    private final EchoSettings settings;
    private final Path file;
    private final SecureRandom random = new SecureRandom();
    private volatile Trip trip;

    /**
     * {@code token}: what is secret of its address. {@code domain}: of that address. {@code at}: when it went into the queue.
     * {@code took}: from then to the answer; empty until that comes. {@code isRefused}: a notice came instead.
     */
    private record Trip(String token, String domain, Instant at, Optional<Duration> took, boolean isRefused) {
        String text() {
            return token + " " + domain + " " + at + " " + took.map(Duration::toMillis).map(String::valueOf).orElse("-") + " " + isRefused + "\n";
        }

        static Optional<Trip> parse(List<String> lines) {
            var words = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ");
            if (words.length != 5) return Optional.empty();
            try {
                var took = words[3].equals("-") ? Optional.<Duration>empty() : Optional.of(Duration.ofMillis(Long.parseLong(words[3])));
                return Optional.of(new Trip(words[0], words[1], Instant.parse(words[2]), took, Boolean.parseBoolean(words[4])));
            } catch (NumberFormatException | DateTimeException damaged) {
                return Optional.empty();
            }
        }
    }

    /** How one leaves. */
    public interface Sending {
        /** Durable when it returns. */
        void send(Address from, Address to, Instant at) throws IOException;
    }

    /** {@code file}: what is under way. Nothing of it is there before the first. */
    public EchoTrip(EchoSettings settings, Path file) {
        this.settings = settings;
        this.file = file;
        this.trip = read();
    }

    private Trip read() {
        try {
            return Trip.parse(Files.readAllLines(file)).orElse(null);
        } catch (NoSuchFileException none) {
            return null;
        } catch (IOException | RuntimeException unreadable) {
            LOG.log(System.Logger.Level.WARNING, "what is known of the round trip cannot be read: it begins anew", unreadable);
            return null;
        }
    }

    private void keep(Trip next) throws IOException {
        DurableFile.write(file, next.text());
        trip = next;
    }

    /**
     * Whether it is the address of the one that is under way, or was last. In constant time: it is a secret. Waits for nobody: each
     * recipient of all mail is looked at.
     */
    public boolean isMine(Address address) {
        var now = trip;
        if (now == null || !address.domain().name().equals(now.domain)) return false;
        var local = address.localPart().toLowerCase(Locale.ROOT);
        return MessageDigest.isEqual((LOCAL + now.token).getBytes(StandardCharsets.UTF_8), local.getBytes(StandardCharsets.UTF_8));
    }

    /** Something came there. {@code isNotice}: that it could not be delivered. Once: what comes later changes nothing. */
    public synchronized void came(Address address, Instant now, boolean isNotice) throws IOException {
        boolean isAwaited = isMine(address) && trip.took.isEmpty() && !trip.isRefused;
        if (!isAwaited) return;
        var took = Duration.between(trip.at, now);
        keep(new Trip(trip.token, trip.domain, trip.at, isNotice ? Optional.empty() : Optional.of(took.isNegative() ? Duration.ZERO : took), isNotice));
    }

    /** Sends the next one when it is time. {@code from}: a domain of ours; nothing leaves while there is none. */
    public synchronized void look(Instant now, Optional<Domain> from, Sending sending) {
        if (!isDue(now) || from.isEmpty()) return;
        var octets = new byte[TOKEN_OCTETS];
        random.nextBytes(octets);
        var token = HexFormat.of().formatHex(octets);
        try {
            keep(new Trip(token, from.get().name(), now, Optional.empty(), false)); // before it leaves: its answer may be quick
            sending.send(new Address(LOCAL + token, from.get()), settings.to(), now);
        } catch (IOException | RuntimeException trouble) {
            LOG.log(System.Logger.Level.WARNING, "no mail could be sent on a round trip", trouble);
        }
    }

    /** What did not come back is tried again sooner. A clock that was set back does not make it wait for ever. */
    private boolean isDue(Instant now) {
        if (trip == null) return true;
        boolean isLost = trip.isRefused || trip.took.isEmpty() && now.isAfter(trip.at.plus(settings.within()));
        var pause = isLost && AGAIN.compareTo(settings.every()) < 0 ? AGAIN : settings.every();
        return !now.isBefore(trip.at.plus(pause)) || now.isBefore(trip.at.minus(settings.every()));
    }

    public synchronized Line line(Instant now) { return new Line(Subject.SENDING, result(now)); }

    private Result result(Instant now) {
        if (trip == null) return Result.unknown(NAME, new Words("No mail was sent on a round trip yet.",
            "Non è ancora partito alcun messaggio di andata e ritorno."), Words.NONE);
        var at = trip.at.truncatedTo(ChronoUnit.SECONDS);
        if (trip.took.isPresent()) {
            boolean isLate = trip.took.get().compareTo(settings.within()) > 0;
            var said = Words.of("A mail to %s of %s came back after %d s.", "Un messaggio a %s del %s è tornato dopo %d s.", settings.to(), at, trip.took.get().toSeconds());
            return isLate ? Result.warning(NAME, said, trace()) : Result.fine(NAME, said);
        }
        if (trip.isRefused) return Result.wrong(NAME, Words.of("A mail to %s of %s could not be delivered: a notice came back.",
            "Un messaggio a %s del %s non è stato consegnato: è tornato un avviso.", settings.to(), at), trace());
        if (!now.isAfter(trip.at.plus(settings.within()))) {
            return Result.unknown(NAME, Words.of("A mail to %s is under way since %s.", "Un messaggio a %s è in viaggio dal %s.", settings.to(), at), Words.NONE);
        }
        return Result.wrong(NAME, Words.of("A mail to %s of %s has not come back within %d minutes: mail does not leave, or does not come, or nobody answers there.",
            "Un messaggio a %s del %s non è tornato entro %d minuti: la posta non parte, o non arriva, o lì nessuno risponde.", settings.to(), at, settings.within().toMinutes()), trace());
    }

    private Words trace() {
        return Words.of("sigillo trace %s says whether it left; then write there yourself, and see whether the answer comes.",
            "sigillo trace %s dice se è partito; poi scrivere lì di persona, e vedere se la risposta arriva.", settings.to());
    }
}
