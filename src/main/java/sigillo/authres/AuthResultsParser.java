package sigillo.authres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the value of the field: RFC 8601 section 2.2, comments at all places where they may stand. Total and linear.
 */
public final class AuthResultsParser {
    private static final int RESULTS_MAX = 100;
    private static final int PROPERTIES_MAX = 100;
    private static final String TSPECIALS = "()<>@,;:\\\"/[]?=";

    private final String text;
    private int at;

    private AuthResultsParser(String text) { this.text = text; }

    /** Empty for what breaks the grammar. {@code value}: unfolded. */
    public static Optional<AuthResults> parse(String value) {
        try {
            return Optional.of(new AuthResultsParser(value).field());
        } catch (Syntax wrong) {
            return Optional.empty();
        }
    }

    /** The authserv-id alone: what stands behind it may be anything. Empty where there is none. */
    public static Optional<String> server(String value) {
        try {
            return Optional.of(new AuthResultsParser(value).value());
        } catch (Syntax wrong) {
            return Optional.empty();
        }
    }

    private AuthResults field() throws Syntax {
        var server = value();
        skip();
        if (!atEnd() && text.charAt(at) != ';') digits();
        var results = new ArrayList<AuthResults.Result>();
        while (take(';')) {
            skip();
            if (atEnd()) break; // a semicolon at the end occurs
            if (isNone()) break;
            if (results.size() == RESULTS_MAX) throw new Syntax();
            results.add(result());
        }
        if (!atEnd()) throw new Syntax();
        return new AuthResults(server, results);
    }

    private boolean isNone() throws Syntax {
        int before = at;
        boolean isNone = keyword().equals("none");
        skip();
        if (isNone && (atEnd() || text.charAt(at) == ';')) return true;
        at = before;
        return false;
    }

    private AuthResults.Result result() throws Syntax {
        var method = keyword();
        skip();
        if (take('/')) digits();
        expect('=');
        var result = keyword();
        Optional<String> reason = Optional.empty();
        var properties = new ArrayList<AuthResults.Property>();
        for (skip(); !atEnd() && text.charAt(at) != ';'; skip()) {
            var name = keyword();
            skip();
            if (name.equals("reason") && at < text.length() && text.charAt(at) == '=') {
                expect('=');
                reason = Optional.of(value());
            } else {
                if (properties.size() == PROPERTIES_MAX) throw new Syntax();
                properties.add(property(name));
            }
        }
        return new AuthResults.Result(method, result, reason, properties);
    }

    private AuthResults.Property property(String type) throws Syntax {
        expect('.');
        var name = keyword();
        expect('=');
        return new AuthResults.Property(type, name, value());
    }

    /** A token or a quoted string, also with {@code @} and what may stand in an address. */
    private String value() throws Syntax {
        skip();
        var value = new StringBuilder();
        boolean any = false;
        while (!atEnd()) {
            char c = text.charAt(at);
            if (c == '"') quoted(value);
            else if ("@/:[]".indexOf(c) >= 0 || isToken(c)) value.append(text.charAt(at++));
            else break;
            any = true;
        }
        if (!any) throw new Syntax();
        return value.toString();
    }

    private void quoted(StringBuilder into) throws Syntax {
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\') at++;
            if (at < text.length()) into.append(text.charAt(at));
        }
        if (at >= text.length()) throw new Syntax();
        at++;
    }

    private String keyword() throws Syntax {
        skip();
        int from = at;
        while (!atEnd() && isToken(text.charAt(at)) && text.charAt(at) != '.') at++;
        if (at == from) throw new Syntax();
        return text.substring(from, at).toLowerCase(Locale.ROOT);
    }

    private void digits() throws Syntax {
        skip();
        int from = at;
        while (!atEnd() && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
        if (at == from) throw new Syntax();
        skip();
    }

    private void expect(char c) throws Syntax {
        if (!take(c)) throw new Syntax();
    }

    private boolean take(char c) throws Syntax {
        skip();
        if (atEnd() || text.charAt(at) != c) return false;
        at++;
        return true;
    }

    /** Spaces and comments, which nest: counted, not followed. */
    private void skip() throws Syntax {
        int depth = 0;
        for (; !atEnd(); at++) {
            char c = text.charAt(at);
            if (c == '(') depth++;
            else if (depth > 0 && c == ')') depth--;
            else if (depth > 0 && c == '\\') at++;
            else if (depth == 0 && c != ' ' && c != '\t' && c != '\r' && c != '\n') return;
        }
        if (depth > 0) throw new Syntax();
    }

    private boolean atEnd() { return at >= text.length(); }

    private static boolean isToken(char c) { return c > ' ' && c != 0x7F && TSPECIALS.indexOf(c) < 0; }

    private static final class Syntax extends Exception {
        Syntax() { super(null, null, false, false); }
    }
}
