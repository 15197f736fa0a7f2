package sigillo.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import sigillo.spool.Spool;

/**
 * A folder with mboxes, single messages (.eml) and Maildirs in it, whose folders are mailboxes; Thunderbird keeps those
 * below a mailbox in a folder of its name and {@code .sbd}. Other files are passed over; links are not followed.
 */
final class Trees implements Archive {
    private static final int DEPTH_MAX = 50;
    /** Of one folder: their names are held in memory, some 200 octets each. */
    private static final int FILES_MAX = 100_000;
    private static final Set<String> NOT_MAIL = Set.of("msf", "dat", "html", "json", "txt", "sqlite", "sqlite-wal", "log");

    private final Path root;
    private final Spool spool;

    Trees(Path root, Spool spool) {
        this.root = root;
        this.spool = spool;
    }

    @Override public void each(Visitor visitor) throws IOException { folder(root, "", 0, visitor); }

    static List<Path> sorted(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            var all = entries.limit(FILES_MAX + 1L).sorted().toList();
            if (all.size() <= FILES_MAX) return all;
            throw new IOException(folder + " has more than " + FILES_MAX + " files: divide them among several folders");
        }
    }

    private void folder(Path folder, String path, int depth, Visitor visitor) throws IOException {
        if (depth > DEPTH_MAX) throw new IOException(folder + " is deeper than " + DEPTH_MAX + " folders");
        for (var entry : sorted(folder)) {
            var name = entry.getFileName().toString();
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                if (Proton.isOne(entry)) new Proton(entry, spool).each(visitor);
                else if (Maildir.isOne(entry)) below(new Maildir(entry, spool), join(path, name), visitor);
                else folder(entry, join(path, bare(name, ".sbd", ".mbox")), depth + 1, visitor);
            } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                var archive = file(entry, path);
                if (archive.isPresent()) archive.get().each(visitor);
            }
        }
    }

    /** A Maildir's inbox is called as its folder. */
    private static void below(Maildir maildir, String path, Visitor visitor) throws IOException {
        maildir.each(mail -> visitor.visit(mail.in(mail.mailboxes().stream()
            .map(mailbox -> mailbox.equals("INBOX") ? path : path + "/" + mailbox).toList())));
    }

    private Optional<Archive> file(Path file, String path) throws IOException {
        var name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        var kind = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        if (kind.equals("eml")) return Optional.of(new SingleMail(file, path.isEmpty() ? "INBOX" : path, spool));
        if (NOT_MAIL.contains(kind) || !MboxReader.isOne(file)) return Optional.empty();
        return Optional.of(new MboxReader(file, mailbox(path, name), spool));
    }

    /** Of an mbox: macOS calls the one in {@code Work.mbox} just {@code mbox}. */
    private static String mailbox(String path, String name) {
        return name.equals("mbox") && !path.isEmpty() ? path : join(path, bare(name, ".mbox", ".mbx"));
    }

    static String join(String path, String name) {
        var clean = name.replace('/', '_');
        return path.isEmpty() ? clean : path + "/" + clean;
    }

    static String bare(String name, String... endings) {
        for (var ending : endings) {
            if (name.length() > ending.length() && name.endsWith(ending)) return name.substring(0, name.length() - ending.length());
        }
        return name;
    }
}
