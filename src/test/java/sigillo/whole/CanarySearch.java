package sigillo.whole;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;

/**
 * The search for canaries in files: as they stand there, with the ends of lines taken out (as base64 and
 * quoted-printable are broken up), and in each stream of deflate that begins anywhere. What it cannot see: a word in
 * base64 inside base64, or one that other compressions have taken apart (of what has been there for long, the store
 * compresses rows; what is searched is fresh, and its rows are looked at besides).
 */
final class CanarySearch {
    private static final int KEY_OCTETS = 4;

    private record Needle(String canary, Canary.Form form) {}

    private final Map<Integer, List<Needle>> exact = new HashMap<>();
    private final Map<Integer, List<Needle>> anyCase = new HashMap<>();
    /** Hashes of the keys of both, so that most places are passed over at once. */
    private final BitSet marked = new BitSet(1 << 16);

    CanarySearch(Collection<Canary> canaries) {
        for (var canary : canaries) {
            for (var form : canary.forms()) {
                int key = ByteBuffer.wrap(form.octets()).getInt();
                var needles = form.anyCase() ? anyCase : exact;
                needles.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Needle(canary.toString(), form));
                marked.set(hash(key));
            }
        }
    }

    /**
     * Where they are found below a folder, as {@code word in file: form}. Files that go away meanwhile are passed over,
     * and native libraries, which the store unpacks: they are programs, and large.
     */
    TreeSet<String> below(Path folder) throws IOException {
        var found = new TreeSet<String>();
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.filter(CanarySearch::isSearched)::iterator) {
                found.addAll(at(file, folder.relativize(file).toString()));
            }
        }
        return found;
    }

    private static boolean isSearched(Path file) {
        return Files.isRegularFile(file) && !file.getFileName().toString().endsWith(".so");
    }

    TreeSet<String> at(Path file, String name) throws IOException {
        try {
            return named(in(Files.readAllBytes(file)), name);
        } catch (NoSuchFileException gone) {
            return new TreeSet<>();
        }
    }

    /** Files that a process has open and that have no name any more: Linux shows them below {@code /proc}. */
    TreeSet<String> inNamelessFilesOf(long process) throws IOException {
        var found = new TreeSet<String>();
        var descriptors = Path.of("/proc", Long.toString(process), "fd");
        try (var open = Files.list(descriptors)) {
            for (var link : (Iterable<Path>) open::iterator) {
                var file = target(link);
                boolean isNameless = file.startsWith("/") && file.endsWith(" (deleted)") && Files.isRegularFile(link);
                if (isNameless) found.addAll(at(link, file));
            }
        }
        return found;
    }

    private static String target(Path link) throws IOException {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (NoSuchFileException closedMeanwhile) {
            return "";
        }
    }

    private static TreeSet<String> named(TreeSet<String> found, String name) {
        var named = new TreeSet<String>();
        for (var one : found) named.add(one.replaceFirst(": ", Matcher.quoteReplacement(" in " + name + ": ")));
        return named;
    }

    /** As {@code word: form}. */
    TreeSet<String> in(byte[] octets) {
        var found = new TreeSet<String>();
        look(octets, "", found);
        Deflated.streams(octets, inflated -> look(inflated, " in deflate", found));
        return found;
    }

    private void look(byte[] octets, String where, TreeSet<String> found) {
        lookOnce(octets, where, found);
        var joined = joined(octets);
        if (joined.length < octets.length) lookOnce(joined, where + ", broken up", found);
    }

    private void lookOnce(byte[] octets, String where, TreeSet<String> found) {
        lookFor(exact, octets, where, found);
        lookFor(anyCase, small(octets), where, found);
    }

    private void lookFor(Map<Integer, List<Needle>> needles, byte[] octets, String where, TreeSet<String> found) {
        if (octets.length < KEY_OCTETS) return;
        int key = ByteBuffer.wrap(octets).getInt();
        for (int at = 0; ; key = key << 8 | octets[at + KEY_OCTETS - 1] & 0xFF) {
            if (marked.get(hash(key))) {
                for (var needle : needles.getOrDefault(key, List.of())) {
                    boolean isIt = isAt(octets, at, needle.form.octets());
                    if (isIt) found.add(needle.canary + ": " + needle.form.name() + where);
                }
            }
            if (++at + KEY_OCTETS > octets.length) return;
        }
    }

    private static boolean isAt(byte[] octets, int at, byte[] part) {
        return at + part.length <= octets.length && Arrays.equals(octets, at, at + part.length, part, 0, part.length);
    }

    private static int hash(int key) { return (key * 0x9E3779B1) >>> 16; }

    /** Without ends of lines, and without the sign that quoted-printable puts before one. */
    private static byte[] joined(byte[] octets) {
        var joined = new byte[octets.length];
        int count = 0;
        for (int i = 0; i < octets.length; i++) {
            byte octet = octets[i];
            boolean isSoft = octet == '=' && i + 1 < octets.length && (octets[i + 1] == '\r' || octets[i + 1] == '\n');
            if (octet != '\r' && octet != '\n' && !isSoft) joined[count++] = octet;
        }
        return Arrays.copyOf(joined, count);
    }

    /** ASCII only. */
    private static byte[] small(byte[] octets) {
        var small = octets.clone();
        for (int i = 0; i < small.length; i++) {
            if (small[i] >= 'A' && small[i] <= 'Z') small[i] += 'a' - 'A';
        }
        return small;
    }
}
