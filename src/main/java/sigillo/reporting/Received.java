package sigillo.reporting;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import sigillo.base.Bytes;
import sigillo.delivery.Arrivals.Arrival;
import sigillo.reports.Report;
import sigillo.reports.ReportBounds;
import sigillo.reports.ReportReader;
import sigillo.reports.Summary;
import sigillo.store.Batch;
import sigillo.store.StoreException;

/** What others report about our domains, a sentence each, for the operator. The last ones are kept, sealed. Any thread. */
public final class Received {
    private static final System.Logger LOG = System.getLogger("sigillo.reporting");
    private static final Bytes PREFIX = Bytes.utf8("s/");
    private static final ReportBounds BOUNDS = new ReportBounds(ReportingLimits.RECEIVED_MAX, ReportingLimits.UNPACKED_MAX, ReportingLimits.JSON_MAX,
        ReportingLimits.RECORDS_MAX);

    private final Tallies tallies;
    private final InstantSource clock;
    /** Strangers decide how much memory a report takes. */
    private final Semaphore reading = new Semaphore(1);
    private Optional<FeedbackLoop> complaints = Optional.empty();
    private long last;

    Received(Tallies tallies, InstantSource clock) {
        this.tallies = tallies;
        this.clock = clock;
    }

    /** {@code at}: when it came. */
    public record Told(Instant at, String sentence) {}

    void complaints(FeedbackLoop loop) { complaints = Optional.of(loop); }

    /**
     * Reads a mail to an address for reports, {@code isForReports}; what is none is told as well, since it went where reports go.
     * Of mail to others only a complaint that stops something is told: anybody may write to abuse and postmaster.
     */
    void came(Arrival arrival, boolean isForReports) {
        try {
            if (!reading.tryAcquire(ReportingLimits.READING_WAITS.toMillis(), TimeUnit.MILLISECONDS)) {
                notLookedAt(isForReports);
                return;
            }
            try {
                var followed = followed(arrival);
                boolean isTold = isForReports || followed.filter(FeedbackLoop.Outcome::isStopped).isPresent();
                if (isTold) keep(sentence(ReportReader.read(arrival.message(), BOUNDS)) + followed.map(one -> " " + one.sentence()).orElse(""));
            } finally {
                reading.release();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (IOException unreadable) {
            LOG.log(System.Logger.Level.WARNING, "a report that came cannot be read: " + unreadable.getMessage());
        }
    }

    /** What anybody can write to abuse, as often as he likes, drives no sentence out. */
    private void notLookedAt(boolean isForReports) {
        var sentence = "A report came while others were read, and was not looked at: it is in its mailbox.";
        if (isForReports) keep(sentence);
        else LOG.log(System.Logger.Level.INFO, sentence);
    }

    private Optional<FeedbackLoop.Outcome> followed(Arrival arrival) throws IOException {
        if (complaints.isEmpty() || arrival.message().length() > ReportingLimits.RECEIVED_MAX) return Optional.empty();
        return complaints.get().came(arrival);
    }

    private static String sentence(Report report) {
        return report instanceof Report.None ? "A mail without a report came to an address for reports." : Summary.of(report);
    }

    private void keep(String sentence) {
        LOG.log(System.Logger.Level.INFO, "a report of others: " + sentence);
        var place = place();
        try {
            tallies.transactions().write(Batch.Lane.BULK, tx -> {
                tx.put(place, tallies.sealed(place, clock.instant() + " " + sentence));
                var all = new ArrayList<Bytes>();
                tx.range(PREFIX, PREFIX.afterPrefix(), false, (key, _) -> all.add(key));
                all.subList(0, Math.max(0, all.size() - ReportingLimits.SENTENCES_MAX)).forEach(tx::delete);
                return null;
            });
        } catch (StoreException refused) {
            LOG.log(System.Logger.Level.WARNING, "what a report says cannot be kept: " + refused.getMessage());
        }
    }

    /** By the time, so that the oldest come first. */
    private synchronized Bytes place() {
        last = Math.max(last + 1, clock.instant().toEpochMilli());
        return Bytes.utf8("s/" + String.format("%015d", last));
    }

    /** The last ones, the newest first. */
    public List<Told> told() {
        var told = new ArrayList<Told>();
        tallies.transactions().partition().range(PREFIX, PREFIX.afterPrefix(), true, (place, sealed) -> {
            tallies.opened(place, sealed).map(text -> text.split(" ", 2)).ifPresent(words -> told.add(new Told(Instant.parse(words[0]), words[1])));
            return told.size() < ReportingLimits.SENTENCES_MAX;
        });
        return told;
    }
}
