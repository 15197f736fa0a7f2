package sigillo.http;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which codings a client takes: RFC 9110 section 12.5.3. Total; whatever is not understood is not taken. */
public record Codings(String said) {
    private static final int CODINGS_MAX = 20;
    private static final Pattern REFUSED = Pattern.compile(".*;q=0(\\.0{0,3})?");

    public static Codings of(Asked asked) { return new Codings(asked.header("accept-encoding").orElse("")); }

    /** Whether it is named, and not refused. Without a word of codings none is: so programs get what they can read. */
    public boolean take(String coding) {
        for (var one : said.toLowerCase(Locale.ROOT).split(",", CODINGS_MAX)) {
            var plain = one.replaceAll("[ \t]", "");
            boolean isNamed = plain.equals(coding) || plain.startsWith(coding + ";");
            if (isNamed) return !REFUSED.matcher(plain).matches();
        }
        return false;
    }
}
