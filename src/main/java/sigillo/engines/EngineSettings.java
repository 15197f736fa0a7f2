package sigillo.engines;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which programs are asked; none is the usual. {@code deadline}: of one message, for all of them together. {@code
 * isRequired}: mail is to come again while one of them gives no answer. {@code isAnywhere}: mail may go to them through
 * networks of others. {@code lookAgain}: how long ago what came is looked at again when ClamAV has other signatures; zero for never.
 */
public record EngineSettings(Optional<Place> clamd, Optional<Place> spamd, Optional<Place> rspamd, List<Place> milters,
                             Duration deadline, boolean isRequired, boolean isAnywhere, Duration lookAgain) {
    /** Well below the ten minutes that a sender waits: RFC 5321 section 4.5.3.2.6. */
    public static final Duration DEADLINE = Duration.ofSeconds(20);
    public static final Duration LOOK_AGAIN = Duration.ofDays(7);
    public static final Duration LOOK_AGAIN_MAX = Duration.ofDays(60);
    public static final EngineSettings NONE =
        new EngineSettings(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), DEADLINE, false, false, LOOK_AGAIN);
    public static final int CLAMD_PORT = 3310;
    public static final int SPAMD_PORT = 783;
    public static final int RSPAMD_PORT = 11333;
    /** Each is asked about each message. */
    public static final int MILTERS_MAX = 8;

    public EngineSettings {
        milters = List.copyOf(milters);
    }
}
