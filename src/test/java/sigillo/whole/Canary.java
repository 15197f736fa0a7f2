package sigillo.whole;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A word that occurs nowhere else, and the search for it in files: as it is, in UTF-16, in base64 at each of three
 * offsets, in quoted-printable with each octet written out, and in any of these inside a stream of zlib or gzip.
 */
final class Canary {
    private static final int INFLATED_OCTETS_MAX = 1 << 20;

    private final String word;
    private final Map<String, byte[]> forms = new LinkedHashMap<>();

    /** {@code word}: letters and digits, at least 12, so that its base64 has something to find at each offset. */
    Canary(String word) {
        this.word = word;
        var plain = word.getBytes(StandardCharsets.US_ASCII);
        forms.put("plain", plain);
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) forms.put(charset.name(), word.getBytes(charset));
        for (int offset = 0; offset < 3; offset++) forms.put("base64 at " + offset, base64(plain, offset));
        forms.put("quoted-printable", word.chars().mapToObj(c -> "=%02X".formatted(c)).collect(Collectors.joining()).getBytes(StandardCharsets.US_ASCII));
    }

    /** What does not depend on the octets before and after. */
    private static byte[] base64(byte[] plain, int offset) {
        var padded = new byte[offset + plain.length];
        System.arraycopy(plain, 0, padded, offset, plain.length);
        var text = Base64.getEncoder().withoutPadding().encodeToString(padded);
        int from = offset == 0 ? 0 : offset + 1;
        int to = padded.length / 3 * 4;
        return text.substring(from, to).getBytes(StandardCharsets.US_ASCII);
    }

    @Override public String toString() { return word; }

    /** Where it is found below a folder, as {@code file: form}; sorted. */
    TreeSet<String> foundBelow(Path folder) throws IOException {
        var found = new TreeSet<String>();
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                var octets = Files.readAllBytes(file);
                for (var form : foundIn(octets)) found.add(folder.relativize(file) + ": " + form);
            }
        }
        return found;
    }

    List<String> foundIn(byte[] octets) {
        var found = new ArrayList<>(plainlyIn(octets));
        for (int i = 0; i + 2 < octets.length; i++) {
            if (isZlib(octets, i)) plainlyIn(inflated(octets, i, false)).forEach(form -> found.add(form + " in zlib"));
            else if (isGzip(octets, i)) plainlyIn(inflated(octets, i + 10, true)).forEach(form -> found.add(form + " in gzip"));
        }
        return found;
    }

    private List<String> plainlyIn(byte[] octets) {
        return forms.entrySet().stream().filter(form -> contains(octets, form.getValue())).map(Map.Entry::getKey).toList();
    }

    /** RFC 1950 section 2.2: deflate with a window of 32 KiB, and a check of the two octets. */
    private static boolean isZlib(byte[] octets, int at) {
        return octets[at] == 0x78 && ((octets[at] << 8) + (octets[at + 1] & 0xFF)) % 31 == 0;
    }

    /** RFC 1952 section 2.3. */
    private static boolean isGzip(byte[] octets, int at) {
        return octets[at] == 0x1F && octets[at + 1] == (byte) 0x8B && octets[at + 2] == 8;
    }

    private static byte[] inflated(byte[] octets, int from, boolean raw) {
        var out = new ByteArrayOutputStream();
        if (from >= octets.length) return new byte[0];
        try (var inflater = new Inflater(raw)) {
            inflater.setInput(octets, from, octets.length - from);
            var buffer = new byte[8192];
            for (int n; out.size() < INFLATED_OCTETS_MAX && (n = inflater.inflate(buffer)) > 0; ) out.write(buffer, 0, n);
        } catch (DataFormatException endsHere) {
            // what came before counts
        }
        return out.toByteArray();
    }

    private static boolean contains(byte[] all, byte[] part) {
        for (int i = 0; i <= all.length - part.length; i++) {
            if (all[i] == part[0] && Arrays.equals(all, i, i + part.length, part, 0, part.length)) return true;
        }
        return false;
    }
}
