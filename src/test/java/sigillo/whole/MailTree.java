package sigillo.whole;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import sigillo.peers.ImapProbe;

/**
 * What a program has synchronised onto this machine: Maildirs, one in the other, by the names that {@code names} makes of those
 * of mailboxes. Messages are told apart by their Message-ID.
 */
final class MailTree {
    private static final Map<Character, String> FLAGS = Map.of('S', "\\Seen", 'F', "\\Flagged", 'R', "\\Answered", 'D', "\\Draft", 'a', "$label1");
    private static final String INFO = ":2,";

    private final Path root;
    private final UnaryOperator<String> names;
    private final UnaryOperator<String> mailboxes;
    private int written;
    private boolean keywords;

    /** {@code mailboxes}: the way back. */
    MailTree(Path root, UnaryOperator<String> names, UnaryOperator<String> mailboxes) {
        this.root = root;
        this.names = names;
        this.mailboxes = mailboxes;
    }

    Path root() { return root; }

    /** Who synchronises brings keywords here, as the letter a. */
    void keywords() { keywords = true; }

    boolean carriesKeywords() { return keywords; }

    Path folder(String mailbox) { return root.resolve(names.apply(mailbox)); }

    void make(String mailbox) throws IOException {
        for (var part : List.of("cur", "new", "tmp")) Files.createDirectories(folder(mailbox).resolve(part));
    }

    /** As a program puts a message there that knows nothing of who synchronises. {@code flags} in the letters of Maildir. */
    void put(String mailbox, String flags, String message) throws IOException {
        var file = folder(mailbox).resolve("cur").resolve((1_700_000_000 + ++written) + "." + ProcessHandle.current().pid() + "_" + written + ".here" + INFO + flags);
        Files.writeString(file, message.replace("\r\n", "\n"));
    }

    void remove(Path file) throws IOException { Files.delete(file); }

    /** With these letters of flags, sorted as they must be. */
    void flag(Path file, String flags) throws IOException {
        var name = file.getFileName().toString().replaceFirst(":2,.*|$", "") + INFO + flags;
        Files.move(file, file.resolveSibling("../cur").normalize().resolve(name));
    }

    static String letters(Path file) { return file.getFileName().toString().replaceFirst("(.*:2,)|(^.*$)", ""); }

    void move(Path file, String mailbox) throws IOException {
        put(mailbox, letters(file), Files.readString(file));
        Files.delete(file);
    }

    /** The files of a mailbox by Message-ID. */
    Map<String, Path> files(String mailbox) throws IOException {
        var files = new HashMap<String, Path>();
        for (var part : List.of("cur", "new")) {
            try (var all = Files.list(folder(mailbox).resolve(part))) {
                for (var file : (Iterable<Path>) all::iterator) files.put(id(Files.readString(file, StandardCharsets.ISO_8859_1)), file);
            }
        }
        return files;
    }

    /** All paths below it that hold messages: what is not to change when nothing is to be done. */
    TreeSet<String> paths() throws IOException {
        try (var all = Files.walk(root)) {
            return new TreeSet<>(all.filter(MailTree::isMessage).map(f -> root.relativize(f).toString()).toList());
        }
    }

    private static boolean isMessage(Path file) { return file.getParent().endsWith("cur") || file.getParent().endsWith("new"); }

    /** A line a message, by mailbox; see {@link #line}. */
    TreeMap<String, List<String>> ledger() throws IOException {
        var ledger = new TreeMap<String, List<String>>();
        try (var all = Files.walk(root)) {
            for (var file : (Iterable<Path>) all::iterator) {
                if (file.endsWith("cur")) ledger.computeIfAbsent(mailbox(file.getParent()), _ -> new ArrayList<>());
                if (!isMessage(file)) continue;
                var flags = new TreeSet<String>();
                for (char letter : letters(file).toCharArray()) flags.add(FLAGS.getOrDefault(letter, "?" + letter));
                ledger.computeIfAbsent(mailbox(file.getParent().getParent()), _ -> new ArrayList<>())
                    .add(line(Files.readString(file, StandardCharsets.ISO_8859_1), flags));
            }
        }
        ledger.values().forEach(lines -> lines.sort(null));
        return ledger;
    }

    private String mailbox(Path folder) { return mailboxes.apply(root.relativize(folder).toString()); }

    /** The same of what the server has. */
    static TreeMap<String, List<String>> ledger(ImapProbe imap, Iterable<String> mailboxes) throws IOException {
        var ledger = new TreeMap<String, List<String>>();
        for (var mailbox : mailboxes) {
            var lines = new ArrayList<String>();
            imap.command("EXAMINE \"" + mailbox + "\"");
            for (var response : imap.command("UID FETCH 1:* (FLAGS BODY.PEEK[])").untagged()) {
                if (!response.line().contains(" FETCH (")) continue;
                var flags = new TreeSet<>(List.of(response.line().replaceFirst("(?s).*?FLAGS \\(([^)]*)\\).*", "$1").split(" ")));
                flags.removeAll(List.of("", "\\Recent"));
                lines.add(line(new String(response.literals().getFirst(), StandardCharsets.ISO_8859_1), flags));
            }
            lines.sort(null);
            ledger.put(mailbox, lines);
        }
        return ledger;
    }

    /** Message-ID, flags and text: what lies between belongs to the programs that carry the message. */
    private static String line(String message, TreeSet<String> flags) {
        var text = message.replace("\r\n", "\n").split("\n\n", 2);
        return id(message) + " " + flags + " " + (text.length < 2 ? "" : text[1].strip());
    }

    static String id(String message) { return message.replaceFirst("(?s).*?Message-ID: <([^>]*)>.*", "$1"); }
}
