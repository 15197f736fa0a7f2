package sigillo.base;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes alarms to the log, once when they are raised or change and once when they end. */
public final class LoggedAlarms implements Alarms {
    private static final System.Logger LOG = System.getLogger(LoggedAlarms.class.getName());
    /** More alarms than this at once are one disaster; the first ones tell it. */
    private static final int STANDING_MAX = 1_000;

    private final Map<String, String> standing = new ConcurrentHashMap<>();

    @Override public void raise(String key, String sentence) {
        if (standing.size() >= STANDING_MAX && !standing.containsKey(key)) return;
        if (!sentence.equals(standing.put(key, sentence))) LOG.log(Level.ERROR, "alarm " + key + ": " + sentence);
    }

    @Override public void clear(String key) {
        if (standing.remove(key) != null) LOG.log(Level.INFO, "alarm " + key + " is over");
    }

    /** What stands now: key and sentence. */
    public Map<String, String> standing() { return Map.copyOf(standing); }
}
