package sigillo.upgrade;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a release says of itself, in a file of lines that its maker signs. {@code serial} rises with each release of a channel;
 * {@code from}: the oldest version that can be upgraded to it; {@code about}, {@code aboutInItalian}: a sentence for people;
 * {@code nextKey}: signs releases from the next one on, as {@link ReleaseKeys} writes it.
 */
public record Manifest(
        Version version, String channel, long serial, LocalDate made, Version from, boolean isSecurity, String about, String aboutInItalian,
        Optional<String> nextKey, List<ReleaseFile> files) {
    public static final String NAME = "release.txt";
    /** Beside it: signatures of its octets. */
    public static final String SIGNATURE = "release.sig";
    static final String FIRST_LINE = "sigillo release 1";

    public Manifest { files = List.copyOf(files); }

    /** {@code path}: below the folder of the release, with slashes. {@code sha256}: in hexadecimal digits. {@code runs}: as a program. */
    public record ReleaseFile(String path, long octets, String sha256, boolean runs) {}

    public long octets() { return files.stream().mapToLong(ReleaseFile::octets).sum(); }

    /** As {@link ManifestParser} reads it. */
    public byte[] encode() {
        var out = new StringBuilder(FIRST_LINE).append('\n');
        line(out, "version", version);
        line(out, "channel", channel);
        line(out, "serial", serial);
        line(out, "made", made);
        line(out, "from", from);
        line(out, "security", isSecurity ? "yes" : "no");
        line(out, "about", about);
        line(out, "about-it", aboutInItalian);
        nextKey.ifPresent(key -> line(out, "next-key", key));
        files.forEach(file -> line(out, file.runs() ? "program" : "file", file.sha256() + " " + file.octets() + " " + file.path()));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder out, String key, Object value) { out.append(key).append(' ').append(value).append('\n'); }
}
