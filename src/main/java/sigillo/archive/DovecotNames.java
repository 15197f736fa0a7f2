package sigillo.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.account.Uidl;

/**
 * What Dovecot's POP server called the messages of a Maildir, by its {@code dovecot-uidlist} (version 3): the name that stands
 * there, which came from a server before it, else the one that it makes of UID and UIDVALIDITY unless it is told otherwise.
 * Some fifty octets a message, of {@link ByNumber#MAX} in a folder at most; others get names of ours. One thread.
 */
final class DovecotNames {
    private static final String FILE = "dovecot-uidlist";
    private static final Pattern HEAD = Pattern.compile("3 (?:.* )?V(\\d{1,10})(?: .*)?");
    private static final Pattern LINE = Pattern.compile("(\\d{1,10})( [^:]*)? :(.+)");
    private static final Pattern GIVEN = Pattern.compile(" P([!-~]{1,70})(?= |$)");
    /** Names that stand there; the rest of a larger list get those that Dovecot makes. */
    private static final int GIVEN_MAX = 100_000;
    /** A longer line is none of such a list. */
    private static final int LINE_MAX = 2_000;
    static final DovecotNames NONE = new DovecotNames();

    private final ByNumber uids = new ByNumber();
    private final Map<Long, String> given = new HashMap<>();
    private long uidValidity;

    private DovecotNames() {}

    /** Of no list no names. */
    static DovecotNames of(Path folder) throws IOException {
        var names = new DovecotNames();
        var file = folder.resolve(FILE);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return names;
        try (var in = new BufferedReader(new java.io.InputStreamReader(
            Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), StandardCharsets.ISO_8859_1))) {
            names.read(in);
        }
        return names;
    }

    private void read(BufferedReader in) throws IOException {
        var head = HEAD.matcher(line(in).orElse(""));
        if (!head.matches()) return;
        uidValidity = Long.parseLong(head.group(1));
        for (var line = line(in); line.isPresent(); line = line(in)) entry(line.get());
    }

    /** Empty at the end. */
    private static Optional<String> line(BufferedReader in) throws IOException {
        var line = new StringBuilder();
        int next = in.read();
        if (next < 0) return Optional.empty();
        for (; next >= 0 && next != '\n'; next = in.read()) if (line.length() < LINE_MAX) line.append((char) next);
        return Optional.of(line.toString());
    }

    private void entry(String text) {
        var line = LINE.matcher(text);
        if (!line.matches()) return;
        long uid = Long.parseLong(line.group(1));
        if (uid < 1 || uids.isFull()) return;
        uids.add(number(line.group(3)), uid);
        var name = GIVEN.matcher(line.group(2) == null ? "" : line.group(2));
        if (name.find() && given.size() < GIVEN_MAX) given.put(uid, name.group(1));
    }

    /** {@code fileName}: with or without its flags. */
    Optional<Uidl> of(String fileName) {
        var found = new long[1];
        uids.each(number(fileName), uid -> found[0] = uid);
        if (found[0] == 0) return Optional.empty();
        var name = given.get(found[0]);
        return Uidl.parse(name != null ? name : String.format("%08x%08x", found[0], uidValidity));
    }

    /** FNV-1a over the name without its flags: of a million names hardly two have the same. */
    private static long number(String fileName) {
        int end = fileName.indexOf(":2,");
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < (end < 0 ? fileName.length() : end); i++) hash = (hash ^ fileName.charAt(i)) * 0x100000001B3L;
        return hash;
    }
}
