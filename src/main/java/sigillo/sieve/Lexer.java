package sigillo.sieve;

import java.math.BigInteger;

/**
 * A script's text in tokens, one after the other. RFC 5228 sections 2.1 to 2.4 and 8.1. Total: what is none is told.
 */
final class Lexer {
    private static final BigInteger NUMBER_MAX = BigInteger.ONE.shiftLeft(64);

    private final String script;
    private int at;
    private int line = 1;
    private int lineStart;

    Lexer(String script) { this.script = script; }

    Token next() {
        var trouble = skipSpace();
        if (trouble != null) return trouble;
        var place = place();
        if (at >= script.length()) return new Token.End(place);
        char c = script.charAt(at);
        if (";,()[]{}".indexOf(c) >= 0) {
            at++;
            return new Token.Mark(c, place);
        }
        if (c == '"') return quoted(place);
        if (c == ':' && isNameStart(at + 1)) {
            at++;
            var name = name();
            return name.length() > SieveLimits.NAME_CHARACTERS_MAX ? tooLong(place) : new Token.Tag(name, place);
        }
        if (isDigit(c)) return number(place);
        if (isNameStart(at)) return word(place);
        at += Character.charCount(script.codePointAt(at));
        return new Token.Garbage("no command, test or argument begins with '" + printable(c) + "'", place);
    }

    private static String printable(char c) { return c < ' ' || c >= 0x7F ? "\\u%04x".formatted((int) c) : "" + c; }

    private static Token tooLong(Place place) {
        return new Token.Garbage("a name has at most " + SieveLimits.NAME_CHARACTERS_MAX + " characters", place);
    }

    private Token word(Place place) {
        var name = name();
        if (name.equals("text") && at < script.length() && script.charAt(at) == ':') {
            at++;
            return multiLine(place);
        }
        return name.length() > SieveLimits.NAME_CHARACTERS_MAX ? tooLong(place) : new Token.Word(name, place);
    }

    private String name() {
        int start = at;
        while (isNameStart(at) || at < script.length() && isDigit(script.charAt(at))) at++;
        return Ascii.lower(script.substring(start, at));
    }

    private boolean isNameStart(int index) {
        if (index >= script.length()) return false;
        char c = script.charAt(index);
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isDigit(char c) { return c >= '0' && c <= '9'; }

    /** RFC 5228 section 2.4.1: K, M and G are powers of 1024. What is beyond 63 bits is as much as can be said. */
    private Token number(Place place) {
        int start = at;
        while (at < script.length() && isDigit(script.charAt(at))) at++;
        var digits = script.substring(start, at);
        int shift = at >= script.length() ? 0 : shift(script.charAt(at));
        if (shift > 0) at++;
        if (isNameStart(at)) {
            name();
            return new Token.Garbage("a number is followed by K, M, G or nothing", place);
        }
        var value = digits.length() > 20 ? NUMBER_MAX : new BigInteger(digits).shiftLeft(shift);
        if (value.compareTo(NUMBER_MAX) >= 0) return new Token.Garbage("the number is too large", place);
        return new Token.Number(value.bitLength() > 63 ? Long.MAX_VALUE : value.longValue(), place);
    }

    private static int shift(char c) {
        return switch (c) {
            case 'k', 'K' -> 10;
            case 'm', 'M' -> 20;
            case 'g', 'G' -> 30;
            default -> 0;
        };
    }

    /** RFC 5228 section 2.4.2: a backslash before any other character than itself and a quote says nothing. */
    private Token quoted(Place place) {
        at++;
        var text = new StringBuilder();
        while (at < script.length()) {
            char c = script.charAt(at);
            if (c == '"') {
                at++;
                return new Token.Text(text.toString(), place);
            }
            if (c == '\\') at++;
            if (at < script.length()) take(text);
        }
        return new Token.Garbage("this string is not closed", place);
    }

    /** One character; a line end becomes CRLF. */
    private void take(StringBuilder text) {
        char c = script.charAt(at++);
        if (c == '\r' && at < script.length() && script.charAt(at) == '\n') c = script.charAt(at++);
        if (c == '\n') {
            newLine();
            text.append("\r\n");
        } else {
            text.append(c);
        }
    }

    /** RFC 5228 section 2.4.2: behind {@code text:} to a line that is a dot; a dot before a dot is taken off. */
    private Token multiLine(Place place) {
        while (at < script.length() && (script.charAt(at) == ' ' || script.charAt(at) == '\t')) at++;
        if (at < script.length() && script.charAt(at) == '#') skipLine();
        if (at < script.length() && script.charAt(at) == '\r') at++;
        if (at >= script.length() || script.charAt(at) != '\n') {
            return new Token.Garbage("behind text: the line must end", place);
        }
        at++;
        newLine();
        var text = new StringBuilder();
        while (at < script.length()) {
            if (isDotLine()) return new Token.Text(text.toString(), place);
            if (script.startsWith("..", at)) at++;
            while (at < script.length() && script.charAt(at) != '\n') take(text);
            if (at < script.length()) take(text);
        }
        return new Token.Garbage("this text does not end with a line that is a dot", place);
    }

    /** Takes it, with its line end. */
    private boolean isDotLine() {
        if (script.charAt(at) != '.') return false;
        int end = at + 1;
        if (end < script.length() && script.charAt(end) == '\r') end++;
        if (end < script.length() && script.charAt(end) != '\n') return false;
        boolean ends = end < script.length();
        at = ends ? end + 1 : end;
        if (ends) newLine();
        return true;
    }

    /** RFC 5228 section 2.3. Not null for a comment that is not closed. */
    private Token skipSpace() {
        while (at < script.length()) {
            char c = script.charAt(at);
            if (c == '\n') {
                at++;
                newLine();
            } else if (c == ' ' || c == '\t' || c == '\r') {
                at++;
            } else if (c == '#') {
                skipLine();
            } else if (script.startsWith("/*", at)) {
                var place = place();
                if (!skipComment()) return new Token.Garbage("this comment is not closed", place);
            } else {
                return null;
            }
        }
        return null;
    }

    private boolean skipComment() {
        int end = script.indexOf("*/", at + 2);
        int stop = end < 0 ? script.length() : end + 2;
        while (at < stop) {
            if (script.charAt(at++) == '\n') newLine();
        }
        return end >= 0;
    }

    private void skipLine() {
        while (at < script.length() && script.charAt(at) != '\n') at++;
    }

    private void newLine() {
        line++;
        lineStart = at;
    }

    private Place place() { return new Place(line, at - lineStart + 1); }
}
