package sigillo.upgrade;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which releases of a channel there are, as their maker signs it. {@code serial} rises with each feed; until {@code goodUntil} another
 * one is made in any case, so that who holds back the newest is found out.
 */
public record Feed(String channel, long serial, LocalDate goodUntil, List<Entry> entries) {
    /** Its file, below the folder of its channel. */
    public static final String NAME = "feed.txt";
    /** Signatures of that file, one a line, as those of releases. */
    public static final String SIGNATURE = "feed.sig";
    /** {@link #ENTRIES_MAX} releases with the longest sentences that they may have, in ASCII. */
    public static final int OCTETS_MAX = 64 * 1024;
    public static final int SIGNATURE_OCTETS_MAX = Release.SIGNATURES_OCTETS_MAX;
    private static final String FIRST_LINE = "sigillo feed 1";
    private static final int ENTRIES_MAX = 100;
    private static final Set<String> ONCE = Set.of("channel", "serial", "good-until");

    public Feed { entries = List.copyOf(entries); }

    /** A release as its manifest has it. */
    public record Entry(Version version, Version from, boolean isSecurity, String about, String aboutInItalian) {}

    /** Throws {@link IOException} with a sentence: nobody whom {@code keys} name has signed it, or it cannot be understood. */
    public static Feed open(byte[] octets, byte[] signatures, ReleaseKeys keys) throws IOException {
        if (!keys.haveSigned(octets, signatures)) throw new IOException("the list of releases is not signed by a key that is known here");
        return parse(octets);
    }

    static Feed parse(byte[] octets) throws IOException {
        var lines = lines(octets);
        var once = new HashMap<String, String>();
        var entries = new ArrayList<Entry>();
        for (int i = 1; i < lines.length - 1; i++) {
            var words = lines[i].split(" ", 2);
            if (words.length == 2 && ONCE.contains(words[0]) && once.putIfAbsent(words[0], words[1]) == null) continue;
            if (words.length < 2 || !words[0].equals("release") || i + 2 >= lines.length - 1 || entries.size() == ENTRIES_MAX) throw wrong(i);
            entries.add(entry(words[1], lines[i + 1], lines[i + 2]).orElseThrow(wrongAt(i)));
            i += 2;
        }
        return new Feed(one(once, "channel", ManifestParser.channel(once.getOrDefault("channel", ""))), one(once, "serial", ManifestParser.serial(once.getOrDefault("serial", ""))),
            one(once, "good-until", ManifestParser.date(once.getOrDefault("good-until", ""))), entries);
    }

    private static String[] lines(byte[] octets) throws IOException {
        if (octets.length > OCTETS_MAX) throw new IOException(NAME + " is longer than " + OCTETS_MAX + " octets");
        try {
            var lines = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString().split("\n", -1);
            if (!lines[0].equals(FIRST_LINE) || !lines[lines.length - 1].isEmpty()) throw new IOException(NAME + " is no whole list of releases of the kind that is known here");
            return lines;
        } catch (CharacterCodingException e) {
            throw new IOException(NAME + " is not in UTF-8", e);
        }
    }

    /** {@code release VERSION FROM yes}, then a line {@code about} and one {@code about-it}. */
    private static Optional<Entry> entry(String release, String about, String aboutInItalian) {
        var words = release.split(" ", -1);
        if (words.length != 3 || !about.startsWith("about ") || !aboutInItalian.startsWith("about-it ")) return Optional.empty();
        var version = Version.parse(words[0]);
        var from = Version.parse(words[1]);
        var security = ManifestParser.yesOrNo(words[2]);
        var english = ManifestParser.sentence(about.substring("about ".length()));
        var italian = ManifestParser.sentence(aboutInItalian.substring("about-it ".length()));
        if (version.isEmpty() || from.isEmpty() || security.isEmpty() || english.isEmpty() || italian.isEmpty()) return Optional.empty();
        return Optional.of(new Entry(version.get(), from.get(), security.get(), english.get(), italian.get()));
    }

    private static IOException wrong(int line) { return new IOException(NAME + ", line " + (line + 1) + ", cannot be understood"); }

    private static Supplier<IOException> wrongAt(int line) { return () -> wrong(line); }

    private static <T> T one(Map<String, String> once, String key, Optional<T> value) throws IOException {
        if (!once.containsKey(key)) throw new IOException(NAME + " lacks \"" + key + "\"");
        return value.orElseThrow(() -> new IOException(NAME + ": \"" + key + "\" cannot be understood"));
    }

    public byte[] encode() {
        var out = new StringBuilder(FIRST_LINE + "\nchannel " + channel + "\nserial " + serial + "\ngood-until " + goodUntil + "\n");
        for (var entry : entries) {
            out.append("release ").append(entry.version()).append(' ').append(entry.from()).append(entry.isSecurity() ? " yes" : " no").append("\nabout ").append(entry.about())
                .append("\nabout-it ").append(entry.aboutInItalian()).append('\n');
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The newest that is told of and may follow {@code installed}; empty when there is none. */
    public Optional<Entry> next(Version installed, UpgradeSettings.Look look) {
        return newer(installed).filter(one -> look == UpgradeSettings.Look.ALL || look == UpgradeSettings.Look.SECURITY && one.isSecurity())
            .filter(one -> one.from().compareTo(installed) <= 0).max(Comparator.comparing(Entry::version));
    }

    /** Whether something newer mends a fault by which strangers could do harm. */
    public boolean isUrgent(Version installed) { return newer(installed).anyMatch(Entry::isSecurity); }

    private Stream<Entry> newer(Version installed) { return entries.stream().filter(one -> one.version().compareTo(installed) > 0); }
}
