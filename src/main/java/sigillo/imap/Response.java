package sigillo.imap;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import sigillo.base.Bytes;

/** What a server may say, as far as a client that reads mail wants to know: RFC 9051 section 7. */
public sealed interface Response {
    String UNTAGGED = "*";

    /**
     * RFC 9051 section 7.1. {@code tag}: {@link #UNTAGGED} or that of the command which it ends. {@code code}: in upper case,
     * empty without one; {@code argument}: what stands behind it in the brackets.
     */
    record Condition(String tag, Kind kind, String code, String argument, String text) implements Response {
        public enum Kind { OK, NO, BAD, PREAUTH, BYE }

        public boolean isOk() { return kind == Kind.OK; }

        /** The argument, if it is a number. */
        public OptionalLong number() {
            return argument.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(argument)) : OptionalLong.empty();
        }
    }

    /** RFC 9051 section 7.6. */
    record Proceed(String text) implements Response {}

    /** RFC 9051 section 7.2.2; in upper case. */
    record Capabilities(Set<String> names) implements Response {
        public Capabilities { names = Set.copyOf(names); }
    }

    /** RFC 9051 section 7.3.1. {@code attributes}: in lower case, with their backslash. {@code name}: as it was sent. */
    record Listed(Set<String> attributes, Optional<Character> separator, Bytes name) implements Response {
        public Listed { attributes = Set.copyOf(attributes); }
    }

    /** RFC 9051 section 7.3.2. */
    record Namespaces(List<Namespace> personal, List<Namespace> others, List<Namespace> shared) implements Response {
        public Namespaces {
            personal = List.copyOf(personal);
            others = List.copyOf(others);
            shared = List.copyOf(shared);
        }
    }

    record Namespace(Bytes prefix, Optional<Character> separator) {}

    /** RFC 9051 section 7.4.1. */
    record Exists(long count) implements Response {}

    /** RFC 9051 section 7.5.1. */
    record Expunged(long number) implements Response {}

    /**
     * RFC 9051 section 7.5.2; what was not said, or not as it should be, is empty. {@code flags}: as they were sent, in lower
     * case. {@code labels}: Gmail's X-GM-LABELS, decoded, those of the system with their backslash.
     */
    record Fetched(
            long number, OptionalLong uid, Optional<Set<String>> flags, Optional<Instant> internalDate, OptionalLong size,
            Optional<List<String>> labels, Body body) implements Response {}

    /** The message of {@link Fetched}. */
    sealed interface Body {
        record None() implements Body {}

        /** In the frame's gap: the caller has it. */
        record Apart(long size) implements Body {}

        /** Short ones may be quoted. */
        record Inline(Bytes octets) implements Body {}
    }

    /** What we did not ask for. {@code name}: in upper case. */
    record Other(String name) implements Response {}

    /** What is none. {@code why}: for people. */
    record Malformed(String why) implements Response {}

    /** The words of a {@code CAPABILITY}. */
    static Set<String> words(String text) {
        var all = Set.copyOf(List.of(text.strip().toUpperCase(Locale.ROOT).split(" +")));
        return all.size() == 1 && all.contains("") ? Set.of() : all;
    }
}
