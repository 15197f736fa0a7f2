package sigillo.authres;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes the field: RFC 8601 section 2.2. Values are of strangers: whatever they hold, what is written is one field in
 * ASCII, of lines that no one refuses, and reads as what was meant or as less.
 */
public final class AuthResultsWriter {
    /** RFC 5322 section 2.1.1 allows 998; a value that is longer is cut. */
    private static final int VALUE_CHARACTERS_MAX = 300;
    private static final int LINE_CHARACTERS = 78;
    /** Results of one field; a message has no more signatures that are looked at. */
    private static final int RESULTS_MAX = 50;

    private static final Pattern NO_TOKEN = Pattern.compile("[^A-Za-z0-9_-]");
    private static final Pattern PLAIN =
        Pattern.compile("[A-Za-z0-9!#$&'*+._{|}~^`-]*@?[A-Za-z0-9!#$&'*+._{|}~^`-]*(?:/[A-Za-z0-9]*)?");

    private final StringBuilder field = new StringBuilder("Authentication-Results: ");
    private int column = field.length();

    private AuthResultsWriter() {}

    /** With its CRLF. */
    public static byte[] encode(AuthResults results) {
        return new AuthResultsWriter().write(results).getBytes(StandardCharsets.US_ASCII);
    }

    private String write(AuthResults results) {
        field.append(value(results.server()));
        if (results.results().isEmpty()) return field.append("; none\r\n").toString();
        for (var one : results.results().stream().limit(RESULTS_MAX).toList()) {
            field.append(";\r\n\t");
            column = 8;
            words(one).forEach(this::word);
        }
        return field.append("\r\n").toString();
    }

    private static List<String> words(AuthResults.Result result) {
        var words = new ArrayList<>(List.of(token(result.method()) + "=" + token(result.result())));
        result.reason().ifPresent(why -> words.add("reason=" + quoted(why)));
        for (var p : result.properties()) words.add(token(p.type()) + "." + token(p.name()) + "=" + value(p.value()));
        return words;
    }

    private void word(String word) {
        if (column > 8 && column + 1 + word.length() > LINE_CHARACTERS) {
            field.append("\r\n\t ");
            column = 9;
        } else if (column > 8) {
            field.append(' ');
            column++;
        }
        field.append(word);
        column += word.length();
    }

    /** Of ours always; whatever else gets in becomes a hyphen. */
    private static String token(String text) {
        var token = NO_TOKEN.matcher(text).replaceAll("-");
        return token.isEmpty() ? "x" : token;
    }

    /** RFC 8601 section 2.2: a token, an address or a domain as it is, all else quoted. */
    private static String value(String text) {
        boolean isPlain = !text.isEmpty() && text.length() <= VALUE_CHARACTERS_MAX
            && PLAIN.matcher(text).matches();
        return isPlain ? text : quoted(text);
    }

    /** RFC 5322 section 3.2.4. */
    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), VALUE_CHARACTERS_MAX); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') quoted.append('\\');
            quoted.append(c >= ' ' && c < 0x7F ? c : '?');
        }
        return quoted.append('"').toString();
    }
}
