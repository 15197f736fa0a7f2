package sigillo.jmapd;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A state of an account, as RFC 8620 section 1.6 wants it: all that was committed up to {@code revision} is known, and
 * the first {@code told} things that were touched after it, where a client was told of a part of what one commit
 * touched.
 */
record State(long revision, long told) {
    private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,17})(?:-([1-9][0-9]{0,8}))?");

    static State of(long revision) { return new State(revision, 0); }

    /** Empty for what is no state of ours. */
    static Optional<State> parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) return Optional.empty();
        return Optional.of(new State(Long.parseLong(form.group(1)), form.group(2) == null ? 0
            : Long.parseLong(form.group(2))));
    }

    @Override public String toString() { return told == 0 ? Long.toString(revision) : revision + "-" + told; }
}
