package sigillo.rules;

import java.time.Instant;
import java.util.Optional;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What an owner lets senders know while he is away, beside his scripts: RFC 8621 section 8. {@code from}, {@code until}:
 * when it counts, where that is said. {@code html}: as its owner's program wrote it; it goes to senders and is never
 * shown here.
 */
public record Vacation(boolean isEnabled, Optional<Instant> from, Optional<Instant> until, Optional<String> subject,
    Optional<String> text, Optional<String> html) {
    private static final int VERSION = 1;
    public static final Vacation NONE = new Vacation(false, Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.empty());

    public boolean counts(Instant now) {
        return isEnabled && from.map(time -> !now.isBefore(time)).orElse(true) && until.map(now::isBefore).orElse(true);
    }

    byte[] encode() {
        int characters = text.orElse("").length() + html.orElse("").length() + subject.orElse("").length();
        var out = new RowOut(VERSION, 3 * characters + 64);
        return out.flag(isEnabled).optional(from, out::time).optional(until, out::time).optional(subject, out::text)
            .optional(text, out::text).optional(html, out::text).done();
    }

    static Vacation decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        return new Vacation(in.flag(), in.optional(in::time), in.optional(in::time), in.optional(in::text),
            in.optional(in::text), in.optional(in::text));
    }
}
