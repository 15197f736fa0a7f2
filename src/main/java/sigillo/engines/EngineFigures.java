package sigillo.engines;

import java.time.Duration;
import java.util.Locale;

/**
 * What came of asking one program since the server started. {@code asked}: messages; {@code unanswered}: those of them, and
 * those that it was not asked about since it gave no answers before; {@code against}: those that it found harmful or spam;
 * {@code passed}: those that it left out; {@code slowest}: the longest that one answer took.
 */
public record EngineFigures(String name, String place, boolean isTrusted, long asked, long unanswered, long against, long passed,
                            Duration average, Duration slowest) {

    /** One line for the operator. */
    public String line() {
        return String.format(Locale.ROOT, "%s at %s: %s, %d messages, %d against, %d left out, %d without an answer, %d ms on average, %d ms at most",
            name, place, isTrusted ? "asked" : "left alone, gives no answer", asked, against, passed, unanswered, average.toMillis(), slowest.toMillis());
    }
}
