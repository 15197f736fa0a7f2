package sigillo.main.process;

import java.util.logging.LogManager;

/**
 * Keeps the log open to the end. The JDK's own manager takes all handlers away as soon as the process begins to stop,
 * when the parts that are being closed still have something to say.
 */
public final class LogKeeper extends LogManager {

    /** Asked for by the JDK only, at the stop. */
    @Override public void reset() {}
}
