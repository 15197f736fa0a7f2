package sigillo.spam;

import java.util.Locale;
import java.util.Set;

/** One part of HTML, as features and signs; what it shows is collected for the text. */
final class HtmlLook implements HtmlScan.Visitor {
    private static final int SHOWN_CHARACTERS_MAX = 40_000;
    private static final int ATTRIBUTES_MAX = 600;
    private static final int TAGS_MAX = 3_000;
    private static final int VALUE_CHARACTERS_MAX = 24;
    private static final int DEPTH_MAX = 100;
    /** Their values are looked at elsewhere, or are anything. */
    private static final Set<String> UNTOLD = Set.of("href", "src", "alt", "name", "value", "title", "id", "content", "action", "style");
    private static final Set<String> WITHOUT_END = Set.of("br", "img", "hr", "input", "meta", "link", "area", "base", "col", "wbr", "p", "li", "td", "tr");

    private final FeatureSet features;
    private final Set<Sign> signs;
    private final Links links;
    private final StringBuilder shown = new StringBuilder();
    private final StringBuilder link = new StringBuilder();
    private String host = "";
    private String hiddenBy = "";
    private int hiddenDepth;
    private boolean hides;
    private boolean isTiny;
    private int attributes;
    private int tags;
    private int pictures;
    private int cuts;

    HtmlLook(FeatureSet features, Set<Sign> signs, Links links) {
        this.features = features;
        this.signs = signs;
        this.links = links;
    }

    CharSequence shown() { return shown; }

    int pictures() { return pictures; }

    @Override public void tag(String name) {
        if (tags++ < TAGS_MAX) features.add('<', name);
        hides = false;
        isTiny = false;
        switch (name) {
            case "form" -> signs.add(Sign.FORM);
            case "script" -> signs.add(Sign.SCRIPT);
            case "iframe", "frame", "object", "embed" -> signs.add(Sign.FRAME);
            case "img" -> pictures++;
            case "/a" -> linkEnds();
            default -> { }
        }
        if (!name.equals("b") && !name.equals("i") && !name.equals("font") && !name.startsWith("/")) space();
    }

    private void linkEnds() {
        links.shows(host, link);
        host = "";
        link.setLength(0);
    }

    @Override public void attribute(String tag, String name, String value) {
        switch (name) {
            case "href", "src", "action", "background" -> address(tag, name, value);
            case "style" -> style(value.toLowerCase(Locale.ROOT));
            case "hidden" -> hides = true;
            case "size" -> isTiny |= tag.equals("font") && (value.equals("0") || value.startsWith("-") && !value.equals("-1") && !value.equals("-2"));
            case "color", "bgcolor" -> colour(value);
            case "width", "height" -> { if (tag.equals("img") && (value.equals("1") || value.equals("0"))) signs.add(Sign.TRACKING_PICTURE); }
            default -> { }
        }
        if (attributes++ >= ATTRIBUTES_MAX || UNTOLD.contains(name)) return;
        features.add('a', tag + " " + name + "=" + value.substring(0, Math.min(value.length(), VALUE_CHARACTERS_MAX)).toLowerCase(Locale.ROOT));
    }

    private void address(String tag, String name, String value) {
        var found = links.of(value);
        if (tag.equals("a") && name.equals("href")) {
            host = found;
            link.setLength(0);
            if (value.regionMatches(true, 0, "mailto:", 0, 7)) features.add('M', value.substring(7, Math.min(value.length(), 87)).toLowerCase(Locale.ROOT));
        }
    }

    private void style(String style) {
        var plain = style.replace(" ", "");
        if (plain.contains("display:none") || plain.contains("visibility:hidden") || plain.contains("opacity:0;")) hides = true;
        if (plain.contains("font-size:0") || plain.contains("font-size:1px")) isTiny = true;
    }

    private void colour(String value) {
        if (value.equalsIgnoreCase("#ff0000") || value.equalsIgnoreCase("red") || value.equalsIgnoreCase("#ffff00")
            || value.equalsIgnoreCase("yellow")) signs.add(Sign.LOUD_COLOURS);
    }

    @Override public void tagEnd(String name) {
        if (!hiddenBy.isEmpty()) nested(name);
        else if ((hides || isTiny) && !WITHOUT_END.contains(name)) hide(name);
    }

    private void hide(String name) {
        hiddenBy = name;
        hiddenDepth = 1;
        signs.add(isTiny ? Sign.TINY_TEXT : Sign.HIDDEN_TEXT);
    }

    private void nested(String name) {
        if (name.equals(hiddenBy)) hiddenDepth = Math.min(hiddenDepth + 1, DEPTH_MAX);
        else if (name.length() == hiddenBy.length() + 1 && name.endsWith(hiddenBy) && --hiddenDepth == 0) hiddenBy = "";
    }

    @Override public void text(CharSequence text) {
        if (!host.isEmpty() && link.length() < 400) link.append(text, 0, Math.min(text.length(), 400));
        if (!hiddenBy.isEmpty()) return;
        int room = SHOWN_CHARACTERS_MAX - shown.length();
        if (room > 0) shown.append(text, 0, Math.min(text.length(), room));
    }

    @Override public void comment(boolean inWord) { if (inWord && ++cuts == 3) signs.add(Sign.WORDS_CUT_BY_COMMENTS); }

    private void space() { if (!shown.isEmpty() && shown.length() < SHOWN_CHARACTERS_MAX) shown.append(' '); }
}
