package sigillo.spam;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import sigillo.base.Octets;
import sigillo.message.Charsets;
import sigillo.message.Part;
import sigillo.message.RawText;

/** The parts of a message: how they are made, what their text says, what is attached. */
final class PartLook {
    private static final int PARTS_MAX = 50;
    private static final int DEPTH_DEEP = 10;
    private static final int TEXT_OCTETS_MAX = 96 << 10;
    private static final int WORDS_MAX = 2_500;
    private static final int PHRASES_CHARACTERS_MAX = 16 << 10;
    private static final int LITTLE_TEXT = 200;
    private static final int SHOUTS_LETTERS = 80;
    private static final Set<String> PROGRAMS = Set.of("exe", "scr", "pif", "bat", "cmd", "com", "cpl", "js", "jse", "vbs", "vbe", "wsf",
        "wsh", "hta", "jar", "lnk", "msi", "ps1", "reg", "chm", "iso", "img", "one");

    private final Octets message;
    private final FeatureSet features;
    private final Set<Sign> signs;
    private final Links links;
    private final StringBuilder text = new StringBuilder();
    /** The beginning of what HTML it has, as written. */
    private final StringBuilder source = new StringBuilder();
    private int parts;
    private int plain;
    private int html;
    private int pictures;
    private int octetsLeft = 2 * TEXT_OCTETS_MAX;

    PartLook(Octets message, FeatureSet features, Set<Sign> signs) {
        this.message = message;
        this.features = features;
        this.signs = signs;
        this.links = new Links(features, signs);
    }

    void at(Part root) throws IOException {
        part(root, 1);
        if (html > 0 && plain == 0) signs.add(Sign.ONLY_HTML);
        if (pictures > 0 && text.toString().strip().length() < LITTLE_TEXT) signs.add(Sign.PICTURES_FOR_TEXT);
        Phrases.in(text.substring(0, Math.min(text.length(), PHRASES_CHARACTERS_MAX)), signs);
        Runs.ofText(text, features);
        Runs.ofSource(source, features);
        if (shouts()) signs.add(Sign.SHOUTS);
    }

    /** What is shown of it, as far as it was looked at. */
    CharSequence text() { return text; }

    Set<String> hosts() { return links.hosts(); }

    private void part(Part part, int depth) throws IOException {
        if (parts++ >= PARTS_MAX) return;
        if (depth > DEPTH_DEEP || part.isOpaque()) signs.add(Sign.DEEPLY_NESTED);
        features.add('p', part.type().mediaType());
        features.add('e', part.transferEncoding());
        part.fileName().ifPresent(name -> named(part, name));
        for (var child : part.children()) part(child, depth + 1);
        if (part.content() instanceof Part.Content.Leaf()) leaf(part);
    }

    private void named(Part part, String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        int dot = lower.lastIndexOf('.');
        var extension = lower.substring(dot + 1);
        features.add('x', extension.substring(0, Math.min(extension.length(), 10)));
        if (dot < 0 || !PROGRAMS.contains(extension)) return;
        signs.add(Sign.PROGRAM_ATTACHED);
        int before = lower.lastIndexOf('.', dot - 1);
        if (before > 0 && dot - before <= 5) signs.add(Sign.TWO_EXTENSIONS);
        if (!part.type().type().equals("application")) signs.add(Sign.TYPE_IS_A_LIE);
    }

    private void leaf(Part part) throws IOException {
        if (part.type().type().equals("image")) pictures++;
        if (!part.type().isText() || octetsLeft <= 0) return;
        part.type().parameter("charset").ifPresent(this::charset);
        int max = Math.min(TEXT_OCTETS_MAX, octetsLeft);
        var raw = RawText.of(message, part, max);
        octetsLeft -= (int) Math.min(part.bodyOctets(), max);
        boolean hides = part.transferEncoding().equals("base64") && raw.chars().limit(2_000).allMatch(c -> c < 0x80);
        if (hides) signs.add(Sign.TEXT_HIDDEN_BY_ENCODING);
        if (part.type().is("text", "html")) html(raw);
        else plain(raw);
    }

    private void charset(String name) {
        features.add('C', name.toLowerCase(Locale.ROOT));
        if (Charsets.lookup(name).isEmpty()) signs.add(Sign.UNKNOWN_CHARSET);
    }

    private void plain(String raw) {
        if (!raw.isBlank()) plain++;
        links.inText(raw);
        Words.of(raw, features, 'w', WORDS_MAX);
        text.append(raw, 0, Math.min(raw.length(), PHRASES_CHARACTERS_MAX)).append('\n');
    }

    private void html(String raw) {
        html++;
        source.append(raw, 0, Math.min(raw.length(), Math.max(0, Runs.CHARACTERS_MAX - source.length())));
        var look = new HtmlLook(features, signs, links);
        HtmlScan.through(raw, look);
        pictures += look.pictures();
        Words.of(look.shown(), features, 'w', WORDS_MAX);
        text.append(look.shown(), 0, Math.min(look.shown().length(), PHRASES_CHARACTERS_MAX)).append('\n');
    }

    /** More than a third of the letters at its beginning are capitals. */
    private boolean shouts() {
        int letters = 0;
        int capitals = 0;
        int max = Math.min(text.length(), 2_000);
        for (int i = 0; i < max; i++) {
            if (!Character.isLetter(text.charAt(i))) continue;
            letters++;
            if (Character.isUpperCase(text.charAt(i))) capitals++;
        }
        return letters >= SHOUTS_LETTERS && capitals * 3 > letters;
    }
}
