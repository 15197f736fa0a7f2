package sigillo.base;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a logger says meanwhile: each line, without what was thrown. Any thread. */
public final class ToldLines implements AutoCloseable {
    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler hearing = new Handler() {
        @Override public void publish(LogRecord event) { lines.add(event.getMessage()); }

        @Override public void flush() { }

        @Override public void close() { }
    };

    private ToldLines(Logger logger) {
        this.logger = logger;
        logger.addHandler(hearing);
    }

    /** {@code name}: of the {@link System.Logger}. */
    public static ToldLines of(String name) { return new ToldLines(Logger.getLogger(name)); }

    /** Those that have this in them. */
    public List<String> with(String words) { return lines.stream().filter(line -> line.contains(words)).toList(); }

    @Override public void close() { logger.removeHandler(hearing); }
}
