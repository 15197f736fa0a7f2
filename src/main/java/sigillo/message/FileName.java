package sigillo.message;

import java.util.Optional;

/** Names of attachments, made safe to show and to save under. */
public final class FileName {
    /** File systems take 255 octets of UTF-8; this leaves room for a counter. */
    public static final int OCTETS_MAX = 240;
    private static final int EXTENSION_CHARACTERS_MAX = 20;

    private FileName() {}

    /** RFC 2183 section 2.3: the disposition's; else the name of the type (RFC 2046 section 4.5.1). */
    public static Optional<String> of(Part part) {
        return part.disposition().flatMap(d -> d.parameter("filename")).filter(name -> !name.isBlank())
            .or(() -> part.type().parameter("name").filter(name -> !name.isBlank()))
            .map(FileName::safe);
    }

    /**
     * No path, no control character, no turned direction, nothing that Windows gives a meaning; never empty. RFC 2183
     * section 2.3 forbids to believe a path. A slash within a name ("12/2026") is kept as an underscore.
     */
    public static String safe(String decoded) {
        var name = withoutPath(Bidi.without(HeaderText.printable(decoded)).strip());
        var safe = new StringBuilder(name.length());
        name.codePoints().filter(c -> !isHidden(c)).map(c -> isForbidden(c) ? '_' : c).forEach(safe::appendCodePoint);
        var bare = withoutDots(safe.toString());
        if (bare.isEmpty()) return "attachment";
        return shortened(isDevice(bare) ? "_" + bare : bare);
    }

    private static String withoutPath(String name) {
        boolean path = name.matches("(?s)([A-Za-z]:)?[/\\\\].*|\\.\\.?[/\\\\].*");
        int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
        return path ? name.substring(slash + 1) : name;
    }

    private static boolean isForbidden(int c) { return "/\\<>:\"|?*".indexOf(c) >= 0; }

    /** No width or no meaning: a zero-width space, a byte order mark, marks of direction, tags. */
    private static boolean isHidden(int c) {
        return c == 0x200B || c == 0x200E || c == 0x200F || c == 0x61C || c == 0x2060 || c == 0xFEFF
            || c >= 0xE0000 && c <= 0xE007F;
    }

    /** Dots at the front hide a file, dots and spaces at the end are dropped by Windows, and with them an extension. */
    private static String withoutDots(String name) {
        int from = 0;
        int to = name.length();
        while (from < to && (name.charAt(from) == '.' || name.charAt(from) == ' ')) from++;
        while (to > from && (name.charAt(to - 1) == '.' || name.charAt(to - 1) == ' ')) to--;
        return name.substring(from, to);
    }

    private static boolean isDevice(String name) {
        return Ascii.lower(name).matches("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");
    }

    /** Cut in front of the extension. */
    private static String shortened(String name) {
        if (Utf8Text.octets(name) <= OCTETS_MAX) return name;
        int dot = name.lastIndexOf('.');
        var extension = dot > 0 && name.length() - dot <= EXTENSION_CHARACTERS_MAX ? name.substring(dot) : "";
        return Utf8Text.cut(name.substring(0, name.length() - extension.length()),
            OCTETS_MAX - Utf8Text.octets(extension)) + extension;
    }
}
