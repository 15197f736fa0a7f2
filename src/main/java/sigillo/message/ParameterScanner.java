package sigillo.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code token; name=value; name="value"} as RFC 2045 section 5.1 has it, and as programs write it: without
 * semicolons, without quotes around spaces, without the closing quote. Forward only, so linear.
 */
final class ParameterScanner {
    /** More than any real field; RFC 2231 pieces count one each. */
    private static final int PARAMETERS_MAX = 1000;

    private final String raw;
    private int at;

    ParameterScanner(String raw) { this.raw = raw; }

    /** The next word, "" where none begins; what is skipped around it are spaces and comments. */
    String token() {
        skipComments();
        int from = at;
        while (at < raw.length() && isToken(raw.charAt(at))) at++;
        var token = raw.substring(from, at);
        skipComments();
        return token;
    }

    boolean isAt(char c) { return at < raw.length() && raw.charAt(at) == c; }

    boolean atEnd() { return at >= raw.length(); }

    boolean skip(char c) {
        if (!isAt(c)) return false;
        at++;
        return true;
    }

    /** All parameters from here to the end. */
    List<Parameter> parameters() {
        var all = new ArrayList<Parameter>();
        while (!atEnd() && all.size() < PARAMETERS_MAX) {
            var name = token();
            if (name.isEmpty()) {
                at++; // a semicolon, or what means nothing here
            } else if (skip('=')) {
                all.add(new Parameter(name, value(name)));
            }
        }
        return all;
    }

    private String value(String name) {
        while (at < raw.length() && Ascii.isSpace(raw.charAt(at))) at++;
        if (skip('"')) return quoted();
        // Many programs write name=Minutes (final).pdf or filename=my file.pdf: file names go on to the semicolon.
        return isFileName(name) ? upToSemicolon() : plain();
    }

    private String plain() {
        skipComments();
        int from = at;
        while (at < raw.length() && !endsValue(raw.charAt(at))) at++;
        return raw.substring(from, at);
    }

    private String upToSemicolon() {
        int to = raw.indexOf(';', at);
        if (to < 0) to = raw.length();
        var value = Ascii.trim(raw.substring(at, to));
        at = to;
        return value;
    }

    /** A backslash that escapes neither a quote nor itself stays: it is part of a path of Windows. */
    private String quoted() {
        var value = new StringBuilder();
        while (at < raw.length()) {
            char c = raw.charAt(at++);
            if (c == '"') break;
            boolean escapes = c == '\\' && at < raw.length() && (isAt('"') || isAt('\\'));
            value.append(escapes ? raw.charAt(at++) : c);
        }
        return value.toString();
    }

    private void skipComments() {
        while (at < raw.length()) {
            if (raw.charAt(at) == '(') at = Comments.end(raw, at);
            else if (Ascii.isSpace(raw.charAt(at))) at++;
            else return;
        }
    }

    private static boolean isFileName(String name) {
        int star = name.indexOf('*');
        var base = star < 0 ? name : name.substring(0, star);
        return base.equalsIgnoreCase("filename") || base.equalsIgnoreCase("name");
    }

    private static boolean endsValue(char c) { return c == ';' || c == '(' || Ascii.isSpace(c); }

    private static boolean isToken(char c) { return c > ' ' && c != 0x7F && ";/=(\",<>".indexOf(c) < 0; }
}
