package sigillo.dkim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * {@code tag=value; tag=value}: RFC 6376 section 3.2. Names are case-sensitive, and none stands twice. Values keep the
 * spaces inside them, not those around them.
 */
public final class TagList {
    private final SequencedMap<String, String> tags;

    private TagList(SequencedMap<String, String> tags) { this.tags = tags; }

    /** Empty for what breaks the grammar; total. {@code text} may be folded. */
    public static Optional<TagList> parse(String text) {
        var tags = new LinkedHashMap<String, String>();
        int at = 0;
        while (at <= text.length()) {
            int end = text.indexOf(';', at);
            if (end < 0) end = text.length();
            var spec = trim(text.substring(at, end));
            boolean isLast = end == text.length();
            at = end + 1;
            if (spec.isEmpty() && isLast && !tags.isEmpty()) break; // tag-list ends with an optional ";"
            int equals = spec.indexOf('=');
            if (equals < 0) return Optional.empty();
            var name = trim(spec.substring(0, equals));
            var value = trim(spec.substring(equals + 1));
            if (!isName(name) || !isValue(value) || tags.put(name, value) != null) return Optional.empty();
        }
        return Optional.of(new TagList(tags));
    }

    public Optional<String> get(String name) { return Optional.ofNullable(tags.get(name)); }

    public boolean has(String name) { return tags.containsKey(name); }

    /** A value without any space: base64 and lists may be folded anywhere. */
    public Optional<String> dense(String name) { return get(name).map(TagList::withoutSpaces); }

    public String firstName() { return tags.firstEntry().getKey(); }

    public Map<String, String> all() { return tags; }

    static String withoutSpaces(String value) {
        if (value.chars().noneMatch(TagList::isSpace)) return value;
        var dense = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) if (!isSpace(value.charAt(i))) dense.append(value.charAt(i));
        return dense.toString();
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || !isLetter(name.charAt(0))) return false;
        return name.chars().allMatch(c -> isLetter(c) || c >= '0' && c <= '9' || c == '_');
    }

    /** VALCHAR with spaces between; RFC 8616 section 3 lets UTF-8 in. */
    private static boolean isValue(String value) {
        return value.chars().allMatch(c -> c >= '!' && c != 0x7F || isSpace(c));
    }

    private static boolean isLetter(int c) { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'; }

    private static boolean isSpace(int c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

    private static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) from++;
        while (to > from && isSpace(text.charAt(to - 1))) to--;
        return text.substring(from, to);
    }
}
