package sigillo.spam;

import java.util.Locale;
import java.util.Set;

/**
 * Goes through HTML as it was written: tags, their attributes, the text between them. Takes no page for broken, makes no
 * tree and never goes back, so that nobody can make it slow. What a browser would do with odd nesting does not matter
 * here: the oddity is what is looked for.
 */
final class HtmlScan {
    /** Of a tag's name and attributes; what is longer is passed over unread. */
    private static final int TAG_CHARACTERS_MAX = 8_192;
    private static final int NAME_CHARACTERS_MAX = 20;
    private static final int ENTITY_CHARACTERS_MAX = 10;
    /** Elements that show nothing of what stands in them as text. */
    private static final Set<String> UNREAD = Set.of("script", "style", "title", "template");

    interface Visitor {
        /** {@code name} in lower case, with a slash before it for the end of an element. */
        void tag(String name);

        /** In lower case; {@code value} as written, without its quotes, its entities decoded. */
        void attribute(String tag, String name, String value);

        /** Behind the last attribute of a tag. */
        void tagEnd(String name);

        /** Between two tags, entities decoded. */
        void text(CharSequence text);

        /** {@code inWord}: letters stand right before and behind it. */
        void comment(boolean inWord);
    }

    private final String html;
    private final Visitor visitor;
    private int at;

    private HtmlScan(String html, Visitor visitor) {
        this.html = html;
        this.visitor = visitor;
    }

    static void through(String html, Visitor visitor) { new HtmlScan(html, visitor).run(); }

    private void run() {
        while (at < html.length()) {
            int open = html.indexOf('<', at);
            int end = open < 0 ? html.length() : open;
            if (end > at) visitor.text(decoded(at, end));
            at = end;
            if (open >= 0) markup();
        }
    }

    private void markup() {
        char next = at + 1 < html.length() ? html.charAt(at + 1) : ' ';
        if (next == '!' || next == '?') comment();
        else if (next == '/' || isLetter(next)) tag();
        else {
            visitor.text("<");
            at++;
        }
    }

    private void comment() {
        int start = at;
        boolean isLong = html.startsWith("<!--", at);
        int end = isLong ? html.indexOf("-->", at + 4) : html.indexOf('>', at);
        at = end < 0 ? html.length() : end + (isLong ? 3 : 1);
        visitor.comment(start > 0 && isLetter(html.charAt(start - 1)) && at < html.length() && isLetter(html.charAt(at)));
    }

    private void tag() {
        int nameEnd = at + 2;
        while (nameEnd < html.length() && nameEnd - at <= NAME_CHARACTERS_MAX && isOfName(html.charAt(nameEnd))) nameEnd++;
        var name = html.substring(at + 1, nameEnd).toLowerCase(Locale.ROOT);
        at = nameEnd;
        visitor.tag(name);
        int max = Math.min(html.length(), at + TAG_CHARACTERS_MAX);
        while (at < max && html.charAt(at) != '>') attribute(name, max);
        if (at >= max) skipTo('>');
        if (at < html.length()) at++;
        visitor.tagEnd(name);
        if (UNREAD.contains(name)) skipElement(name);
    }

    private void attribute(String tag, int max) {
        int start = at;
        while (at < max && isOfName(html.charAt(at))) at++;
        if (at == start) {
            at++;
            return;
        }
        var name = html.substring(start, Math.min(at, start + NAME_CHARACTERS_MAX)).toLowerCase(Locale.ROOT);
        skipSpace(max);
        if (at >= max || html.charAt(at) != '=') return;
        at++;
        skipSpace(max);
        visitor.attribute(tag, name, value(max));
    }

    private String value(int max) {
        char quote = at < max ? html.charAt(at) : ' ';
        if (quote != '"' && quote != '\'') {
            int start = at;
            while (at < max && html.charAt(at) > ' ' && html.charAt(at) != '>') at++;
            return decoded(start, at);
        }
        int start = ++at;
        while (at < max && html.charAt(at) != quote) at++;
        var value = decoded(start, at);
        if (at < max) at++;
        return value;
    }

    /** Its end is looked for by name; an element without one ends the page. */
    private void skipElement(String name) {
        var end = "</" + name;
        while (at < html.length()) {
            skipTo('<');
            if (html.regionMatches(true, at, end, 0, end.length())) return;
            at++;
        }
        at = Math.min(at, html.length());
    }

    private void skipTo(char c) {
        int found = html.indexOf(c, Math.min(at, html.length()));
        at = found < 0 ? html.length() : found;
    }

    private void skipSpace(int max) { while (at < max && html.charAt(at) <= ' ') at++; }

    private String decoded(int from, int to) {
        int amp = html.indexOf('&', from, to);
        if (amp < 0) return html.substring(from, to);
        var text = new StringBuilder(to - from);
        int i = from;
        while (i < to) {
            int end = html.charAt(i) == '&' ? entityEnd(i, to) : -1;
            if (end < 0) {
                text.append(html.charAt(i++));
            } else {
                entity(html.substring(i + 1, end), text);
                i = end < to && html.charAt(end) == ';' ? end + 1 : end;
            }
        }
        return text.toString();
    }

    private int entityEnd(int amp, int to) {
        int end = amp + 1;
        while (end < to && end - amp <= ENTITY_CHARACTERS_MAX && (html.charAt(end) == '#' || isOfName(html.charAt(end)))) end++;
        return end == amp + 1 ? -1 : end;
    }

    /** What is not known stays as it is written. */
    private static void entity(String name, StringBuilder text) {
        switch (name) {
            case "amp" -> text.append('&');
            case "lt" -> text.append('<');
            case "gt" -> text.append('>');
            case "quot" -> text.append('"');
            case "nbsp" -> text.append(' ');
            case "shy", "zwnj", "zwj" -> { }
            default -> numbered(name, text);
        }
    }

    private static void numbered(String name, StringBuilder text) {
        int code = name.charAt(0) == '#' ? code(name) : -1;
        if (code < 0) text.append('&').append(name);
        else text.appendCodePoint(Character.isValidCodePoint(code) ? code : '?');
    }

    private static int code(String name) {
        try {
            boolean hex = name.length() > 2 && (name.charAt(1) | 0x20) == 'x';
            return hex ? Integer.parseInt(name, 2, name.length(), 16) : Integer.parseInt(name, 1, name.length(), 10);
        } catch (NumberFormatException no) {
            return -1;
        }
    }

    private static boolean isLetter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

    private static boolean isOfName(char c) { return isLetter(c) || c >= '0' && c <= '9' || c == '-' || c == '_' || c == ':'; }
}
