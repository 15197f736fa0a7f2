package sigillo.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sigillo.account.Keyword;
import sigillo.imap.Names;
import sigillo.spool.Spool;

/**
 * A Maildir with its folders as Courier and Dovecot have them (Maildir++): the root is the inbox, {@code .Work.Bills} the
 * mailbox Work/Bills, in modified UTF-7. Flags are in file names, keywords as letters of {@code dovecot-keywords}, the date
 * is the file's. Links are not followed.
 */
final class Maildir implements Archive {
    private static final Keyword FORWARDED = new Keyword("$forwarded");
    private static final Map<Character, Keyword> LETTERS = new TreeMap<>(Map.of(
        'D', Keyword.DRAFT, 'F', Keyword.FLAGGED, 'P', FORWARDED, 'R', Keyword.ANSWERED, 'S', Keyword.SEEN));
    private static final String KEYWORDS = "dovecot-keywords";
    private static final int LETTERS_MAX = 26;
    private static final int KEYWORDS_OCTETS_MAX = 64 << 10;

    private final Path root;
    private final Spool spool;

    Maildir(Path root, Spool spool) {
        this.root = root;
        this.spool = spool;
    }

    static boolean isOne(Path folder) { return isFolder(folder.resolve("cur")) || isFolder(folder.resolve("new")); }

    private static boolean isFolder(Path path) { return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS); }

    // ---- reading ----

    @Override public void each(Visitor visitor) throws IOException {
        read(root, "INBOX", visitor);
        for (var folder : Trees.sorted(root)) {
            var name = folder.getFileName().toString();
            if (name.startsWith(".") && isFolder(folder) && isOne(folder)) read(folder, path(name.substring(1)), visitor);
        }
    }

    private static String path(String dotted) {
        var names = new ArrayList<String>();
        for (var name : dotted.split("\\.")) names.add(decoded(name));
        return String.join("/", names);
    }

    /** Dovecot can keep names in UTF-8 too. */
    private static String decoded(String name) {
        return Names.MODIFIED_UTF7.decode(name.getBytes(StandardCharsets.UTF_8)).orElse(name).replace('/', '_');
    }

    private void read(Path folder, String mailbox, Visitor visitor) throws IOException {
        var keywords = keywords(folder);
        // POP has one mailbox
        var names = mailbox.equals("INBOX") ? DovecotNames.of(folder) : DovecotNames.NONE;
        var files = new ArrayList<Path>();
        for (var part : List.of("cur", "new")) {
            if (isFolder(folder.resolve(part))) files.addAll(Trees.sorted(folder.resolve(part)));
        }
        files.sort(Comparator.comparingLong(Maildir::arrival).thenComparing(file -> file.getFileName().toString()));
        for (var file : files) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !file.getFileName().toString().startsWith(".")) {
                visit(file, mailbox, keywords, names, visitor);
            }
        }
    }

    /** The seconds with which each name begins. */
    private static long arrival(Path file) {
        var digits = file.getFileName().toString().replaceFirst("\\D.*", "");
        return digits.isEmpty() || digits.length() > 15 ? 0 : Long.parseLong(digits);
    }

    private void visit(Path file, String mailbox, Map<Character, Keyword> others, DovecotNames names, Visitor visitor) throws IOException {
        var name = file.getFileName().toString();
        int at = name.lastIndexOf(":2,");
        var flags = at < 0 ? "" : name.substring(at + 3);
        var keywords = new HashSet<Keyword>();
        for (char flag : flags.toCharArray()) {
            Optional.ofNullable(LETTERS.getOrDefault(flag, others.get(flag))).ifPresent(keywords::add);
        }
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS); var content = LineEnds.read(in, spool)) {
            var date = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
            visitor.visit(new ArchivedMail(content, List.of(mailbox), keywords, flags.indexOf('T') >= 0, Optional.of(date), names.of(name)));
        }
    }

    /** Lines such as {@code 0 $Forwarded}: 0 is the letter a. */
    private static Map<Character, Keyword> keywords(Path folder) throws IOException {
        var file = folder.resolve(KEYWORDS);
        var letters = new HashMap<Character, Keyword>();
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return letters;
        for (var line : start(file).split("\n")) {
            var parts = line.strip().split(" ", 2);
            if (parts.length < 2 || !parts[0].matches("\\d|1\\d|2[0-5]")) continue;
            Keyword.parse(parts[1]).ifPresent(keyword -> letters.put((char) ('a' + Integer.parseInt(parts[0])), keyword));
        }
        return letters;
    }

    /** A longer list is no list of 26 names. */
    private static String start(Path file) throws IOException {
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readNBytes(KEYWORDS_OCTETS_MAX), StandardCharsets.UTF_8);
        }
    }

    // ---- writing ----

    /** Of one mailbox; its files are made beside each other, so that no reader sees half a message. */
    static final class Writer implements AutoCloseable {
        private final Path folder;
        private final Map<Keyword, Integer> letters = new HashMap<>();
        private final List<Keyword> inOrder = new ArrayList<>();
        private long count;

        /** {@code path}: of the mailbox. Throws {@link IOException} when its folder is there already. */
        Writer(Path root, String path) throws IOException {
            folder = path.equals("INBOX") ? root : root.resolve("." + encoded(path));
            if (!folder.equals(root)) Files.createDirectory(folder);
            for (var part : List.of("cur", "new", "tmp")) Files.createDirectory(folder.resolve(part));
            if (!folder.equals(root)) Files.createFile(folder.resolve("maildirfolder"));
        }

        /** A dot in a name would make a level. */
        private static String encoded(String path) {
            var names = new ArrayList<String>();
            for (var name : path.split("/")) {
                names.add(new String(Names.MODIFIED_UTF7.encode(name.replace('.', '_')), StandardCharsets.US_ASCII));
            }
            return String.join(".", names);
        }

        void write(ArchivedMail mail) throws IOException {
            var date = mail.date().orElseThrow();
            var name = date.getEpochSecond() + ".M" + date.getNano() / 1_000 + "P1Q" + ++count + ".sigillo";
            var half = folder.resolve("tmp").resolve(name);
            boolean regular = LineEnds.areRegular(mail.content());
            try (var out = new BufferedOutputStream(Files.newOutputStream(half), 1 << 16); var in = mail.content().stream()) {
                if (!regular) in.transferTo(out);
                else for (int next = in.read(); next >= 0; next = in.read()) if (next != '\r') out.write(next);
            }
            Files.setLastModifiedTime(half, FileTime.from(date));
            Files.move(half, folder.resolve("cur").resolve(name + sizes(half, mail, regular) + ":2," + flags(mail)));
        }

        /** As Dovecot has them, who hangs up on a file that has another: of the file, and with CRLF, where that is what was kept. */
        private static String sizes(Path file, ArchivedMail mail, boolean regular) throws IOException {
            return ",S=" + Files.size(file) + (regular ? ",W=" + mail.content().length() : "");
        }

        private String flags(ArchivedMail mail) {
            var flags = new StringBuilder();
            LETTERS.forEach((letter, keyword) -> {
                if (mail.keywords().contains(keyword)) flags.append(letter);
            });
            if (mail.deleted()) flags.append('T');
            // Dovecot knows nothing of P: to it that is a keyword as others
            mail.keywords().stream().filter(keyword -> !LETTERS.containsValue(keyword) || keyword.equals(FORWARDED)).sorted()
                .forEach(keyword -> letter(keyword).ifPresent(flags::append));
            return flags.toString();
        }

        /** A Maildir has letters for 26 keywords. */
        private Optional<Character> letter(Keyword keyword) {
            if (!letters.containsKey(keyword) && letters.size() < LETTERS_MAX) {
                letters.put(keyword, letters.size());
                inOrder.add(keyword);
            }
            return Optional.ofNullable(letters.get(keyword)).map(number -> (char) ('a' + number));
        }

        @Override public void close() throws IOException {
            if (inOrder.isEmpty()) return;
            var text = new StringBuilder();
            for (int i = 0; i < inOrder.size(); i++) text.append(i).append(' ').append(inOrder.get(i)).append('\n');
            Files.writeString(folder.resolve(KEYWORDS), text);
        }
    }
}
