package sigillo.account;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What remains of a subject without the marks of replies, forwards and lists: RFC 5256 section 2.1, and the marks of
 * other languages. Only compared where a reference says already that two messages belong together.
 */
final class BaseSubject {
    /** As long as a line; what is behind says nothing more. */
    private static final int CHARACTERS_MAX = 1_000;
    /** Programs have written these before answers and forwards. */
    private static final Set<String> MARKS = Set.of(
        "re", "fw", "fwd", // RFC 5256 section 2.1
        "aw", "wg", "antw", "antwort", "weiterleitung", // German
        "r", "i", "rif", "inoltra", // Italian
        "ref", "tr", "rép", // French
        "rv", "reenv", "enc", "res", // Spanish, Portuguese
        "sv", "vs", "vb", "vl", "doorst", // Swedish, Danish, Norwegian, Finnish, Dutch
        "odp", "pd", "ynt", "ilt", "ha", "vá", "továbbítás", "yml", "ats", "回复", "转发", "答复");
    private static final Pattern MARK = Pattern.compile("^(\\p{L}{1,15})\\s*(?:\\[[^\\[\\]]*]|\\(\\d+\\)|\\d+)?\\s*[:：]\\s*");
    private static final Pattern LIST = Pattern.compile("^\\[[^\\[\\]]*]\\s*");
    private static final Pattern TRAILER = Pattern.compile("\\s*\\(fwd\\)$");

    private BaseSubject() {}

    /** In lower case, single-spaced. Of a subject that is nothing but marks, empty. */
    static String of(String subject) {
        var cut = subject.length() > CHARACTERS_MAX ? subject.substring(0, CHARACTERS_MAX) : subject;
        var base = Normalizer.normalize(cut, Normalizer.Form.NFC).toLowerCase(Locale.ROOT)
            .replaceAll("\\s+", " ").strip();
        for (var before = ""; !before.equals(base); ) {
            before = base;
            base = withoutForward(withoutList(withoutMark(TRAILER.matcher(base).replaceFirst(""))));
        }
        return base;
    }

    private static String withoutMark(String subject) {
        var mark = MARK.matcher(subject);
        return mark.find() && MARKS.contains(mark.group(1)) ? subject.substring(mark.end()) : subject;
    }

    /** A bracket is a list's only when something follows it. */
    private static String withoutList(String subject) {
        var list = LIST.matcher(subject);
        return list.find() && list.end() < subject.length() ? subject.substring(list.end()) : subject;
    }

    private static String withoutForward(String subject) {
        return subject.startsWith("[fwd:") && subject.endsWith("]")
            ? subject.substring(5, subject.length() - 1).strip() : subject;
    }
}
