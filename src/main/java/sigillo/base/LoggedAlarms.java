package sigillo.base;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Writes alarms to the log, once when they are raised or change and once when they end. One whose sentence changes all
 * the time, since a stranger makes it do so, is written once a minute. Any thread.
 */
public final class LoggedAlarms implements Alarms {
    private static final System.Logger LOG = System.getLogger(LoggedAlarms.class.getName());
    /** More alarms than this at once are one disaster; the first ones tell it. */
    private static final int STANDING_MAX = 1_000;
    private static final long WRITTEN_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private record Standing(Said said, String written, long writtenAt) {}

    /** What an alarm says. {@code italian}: the English sentence where nobody has said it in Italian. */
    public record Said(String english, String italian) {}

    private final Map<String, Standing> standing = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private final Consumer<String> log;

    public LoggedAlarms() { this(System::nanoTime, line -> LOG.log(Level.ERROR, line)); }

    LoggedAlarms(LongSupplier nanos, Consumer<String> log) {
        this.nanos = nanos;
        this.log = log;
    }

    @Override public void raise(String key, String sentence) { raise(key, sentence, sentence); }

    @Override public synchronized void raise(String key, String sentence, String italian) {
        var before = standing.get(key);
        if (before == null && standing.size() >= STANDING_MAX) return;
        long now = nanos.getAsLong();
        boolean isQuiet = before != null
            && (before.written.equals(sentence) || now - before.writtenAt < WRITTEN_EVERY_NANOS);
        if (isQuiet) {
            standing.put(key, new Standing(new Said(sentence, italian), before.written, before.writtenAt));
            return;
        }
        standing.put(key, new Standing(new Said(sentence, italian), sentence, now));
        log.accept("alarm " + key + ": " + sentence);
    }

    @Override public synchronized void clear(String key) {
        if (standing.remove(key) != null) LOG.log(Level.INFO, "alarm " + key + " is over");
    }

    /** What stands now: key and sentence, in English. */
    public Map<String, String> standing() {
        return said().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().english));
    }

    /** What stands now, by its key, in both languages. */
    public Map<String, Said> said() {
        return standing.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().said));
    }
}
