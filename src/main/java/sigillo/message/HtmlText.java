package sigillo.message;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/** HTML as plain text: what a reader would see, with line breaks where blocks end. */
final class HtmlText implements NodeFilter {
    private static final int CHARSET_LOOK_OCTETS = 1024;
    private static final Set<String> HIDDEN = Set.of("head", "script", "style", "title", "template", "noscript",
        "object", "svg", "math", "select", "textarea");

    private final int charactersMax;
    private final StringBuilder text = new StringBuilder();

    private HtmlText(int charactersMax) { this.charactersMax = charactersMax; }

    static String of(String html, int charactersMax) {
        var text = new HtmlText(charactersMax);
        Jsoup.parse(html).filter(text);
        return text.text.toString().strip();
    }

    /** What the page says of itself, as in {@code <meta charset="utf-8">}. */
    static Optional<String> charset(byte[] octets) {
        int look = Math.min(octets.length, CHARSET_LOOK_OCTETS);
        var start = Ascii.lower(new String(octets, 0, look, StandardCharsets.ISO_8859_1));
        int at = start.indexOf("charset=");
        if (at < 0) return Optional.empty();
        int from = at + "charset=".length();
        while (from < start.length() && "\"' ".indexOf(start.charAt(from)) >= 0) from++;
        int to = from;
        while (to < start.length() && "\"' ;/>".indexOf(start.charAt(to)) < 0) to++;
        return to > from ? Optional.of(start.substring(from, to)) : Optional.empty();
    }

    @Override public FilterResult head(Node node, int depth) {
        if (text.length() >= charactersMax) return FilterResult.STOP;
        if (node instanceof TextNode words) {
            add(words.getWholeText());
        } else if (node instanceof Element element) {
            if (HIDDEN.contains(element.normalName())) return FilterResult.SKIP_ENTIRELY;
            if (element.nameIs("br")) text.append('\n');
            else if (isCell(element)) add(" ");
            else if (element.isBlock()) breakLine();
        }
        return FilterResult.CONTINUE;
    }

    @Override public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element && element.isBlock() && !isCell(element)) breakLine();
        return FilterResult.CONTINUE;
    }

    private static boolean isCell(Element element) { return element.nameIs("td") || element.nameIs("th"); }

    private void breakLine() {
        if (!text.isEmpty() && last() != '\n') text.append('\n');
    }

    private void add(String words) {
        for (int i = 0; i < words.length() && text.length() < charactersMax; i++) {
            char c = words.charAt(i);
            boolean space = c <= ' ' || c == 0xA0;
            if (!space) text.append(c);
            else if (!text.isEmpty() && last() != ' ' && last() != '\n') text.append(' ');
        }
    }

    private char last() { return text.charAt(text.length() - 1); }
}
