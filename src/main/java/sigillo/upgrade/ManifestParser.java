package sigillo.upgrade;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads a {@link Manifest}. What it does not know it refuses: a maker who needs more writes another first line. */
public final class ManifestParser {
    /** Of the whole file, in octets; ours has some ten thousand. */
    public static final int OCTETS_MAX = 256 * 1024;
    static final int FILES_MAX = 2_000;
    /** Of one file; ours is the store's library, with some 70 million. */
    static final long FILE_OCTETS_MAX = 512L << 20;
    static final long ALL_OCTETS_MAX = 2L << 30;
    static final int PATH_MAX = 200;
    private static final int ABOUT_MAX = 300;
    private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9._+-]*";
    private static final Set<String> ONCE = Set.of("version", "channel", "serial", "made", "from", "security", "about", "about-it", "next-key");

    private final Map<String, String> once = new LinkedHashMap<>();
    private final List<Manifest.ReleaseFile> files = new ArrayList<>();
    private final Set<String> paths = new HashSet<>();

    private ManifestParser() {}

    /** Throws {@link IOException} with a sentence. */
    public static Manifest parse(byte[] octets) throws IOException { return new ManifestParser().read(text(octets)); }

    private static String text(byte[] octets) throws IOException {
        if (octets.length > OCTETS_MAX) throw new IOException(Manifest.NAME + " is longer than " + OCTETS_MAX + " octets");
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException e) {
            throw new IOException(Manifest.NAME + " is not in UTF-8", e);
        }
    }

    private Manifest read(String text) throws IOException {
        if (!text.endsWith("\n")) throw new IOException(Manifest.NAME + " ends in the middle of a line");
        var lines = text.split("\n", -1);
        if (!lines[0].equals(Manifest.FIRST_LINE)) throw new IOException(Manifest.NAME + " does not begin with \"" + Manifest.FIRST_LINE + "\": it is of another kind of release");
        for (int i = 1; i < lines.length - 1; i++) {
            if (!isTaken(lines[i])) throw new IOException(Manifest.NAME + ", line " + (i + 1) + ", cannot be understood");
        }
        if (files.isEmpty()) throw new IOException(Manifest.NAME + " names no file");
        if (files.stream().mapToLong(Manifest.ReleaseFile::octets).sum() > ALL_OCTETS_MAX) throw new IOException(Manifest.NAME + " names more than " + ALL_OCTETS_MAX + " octets");
        return new Manifest(value("version", Version::parse), value("channel", ManifestParser::channel), value("serial", ManifestParser::serial), value("made", ManifestParser::date),
            value("from", Version::parse), value("security", ManifestParser::yesOrNo), value("about", ManifestParser::sentence), value("about-it", ManifestParser::sentence),
            once.containsKey("next-key") ? Optional.of(value("next-key", ReleaseKeys::canonical)) : Optional.empty(), files);
    }

    /** False for what is no line of a manifest, or comes twice. */
    private boolean isTaken(String line) {
        int blank = line.indexOf(' ');
        if (blank < 1) return false;
        var key = line.substring(0, blank);
        var value = line.substring(blank + 1);
        if (key.equals("file") || key.equals("program")) return isFile(value, key.equals("program"));
        return ONCE.contains(key) && once.putIfAbsent(key, value) == null;
    }

    private boolean isFile(String value, boolean runs) {
        var words = value.split(" ", -1);
        if (words.length != 3 || !words[0].matches("[0-9a-f]{64}") || !words[1].matches("0|[1-9][0-9]{0,9}") || !isPath(words[2])) return false;
        long octets = Long.parseLong(words[1]);
        if (octets > FILE_OCTETS_MAX || files.size() == FILES_MAX || !paths.add(words[2])) return false;
        return files.add(new Manifest.ReleaseFile(words[2], octets, words[0], runs));
    }

    /** Leads nowhere but below the release, and to neither of its own two files. */
    static boolean isPath(String path) {
        return path.length() <= PATH_MAX && path.matches(NAME + "(/" + NAME + "){0,7}") && !path.equals(Manifest.NAME) && !path.equals(Manifest.SIGNATURE);
    }

    private <T> T value(String key, Function<String, Optional<T>> reader) throws IOException {
        var text = once.get(key);
        if (text == null) throw new IOException(Manifest.NAME + " lacks \"" + key + "\"");
        return reader.apply(text).orElseThrow(() -> new IOException(Manifest.NAME + ": \"" + key + "\" cannot be understood"));
    }

    public static Optional<String> channel(String text) { return text.matches("[a-z][a-z0-9-]{0,30}") ? Optional.of(text) : Optional.empty(); }

    static Optional<Long> serial(String text) { return text.matches("[1-9][0-9]{0,11}") ? Optional.of(Long.valueOf(text)) : Optional.empty(); }

    static Optional<Boolean> yesOrNo(String text) {
        return switch (text) {
            case "yes" -> Optional.of(true);
            case "no" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    static Optional<LocalDate> date(String text) {
        try {
            return text.length() == 10 ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Shown in terminals and pages. */
    public static Optional<String> sentence(String text) {
        boolean isPlain = text.codePoints().noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || Character.getType(c) == Character.LINE_SEPARATOR
            || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
        return isPlain && !text.isBlank() && text.length() <= ABOUT_MAX ? Optional.of(text) : Optional.empty();
    }
}
