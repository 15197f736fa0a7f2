package sigillo.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.account.Account;
import sigillo.account.Entry;
import sigillo.account.Mailbox;
import sigillo.account.UidSet;
import sigillo.base.Octets;
import sigillo.store.StoreException;

/**
 * Writes all mail of an account that is open into a folder, in clear: {@code Work.mbox} and {@code Work/Bills.mbox}, or a
 * Maildir, or a folder of messages for each mailbox. {@link Import} reads all of them. One thread.
 */
public final class Export {
    private static final int NAME_OCTETS_MAX = 200;

    public enum Format { MBOX, MAILDIR, EML }

    /** {@code unread}: what could not be read, for people; at most {@link Imported#REFUSED_MAX} are told. */
    public record Exported(long mailboxes, long messages, long failures, List<String> unread) {
        public Exported {
            unread = List.copyOf(unread);
        }
    }

    /** Into which a mailbox is written. */
    private interface Writer extends AutoCloseable {
        void write(ArchivedMail mail) throws IOException;

        @Override void close() throws IOException;
    }

    private final Account account;
    private final Path target;
    private final Format format;
    private long messages;
    private long failures;
    private final List<String> unread = new ArrayList<>();

    /** {@code target}: a folder that is made, or is empty. */
    public Export(Account account, Path target, Format format) {
        this.account = account;
        this.target = target;
        this.format = format;
    }

    /** Throws {@link IOException} with a sentence for people when it cannot write. */
    public Exported run() throws IOException {
        Files.createDirectories(target);
        try (var inside = Files.list(target)) {
            if (inside.findAny().isPresent()) throw new IOException(target + " is not empty");
        }
        var mailboxes = account.mailboxes();
        for (var mailbox : mailboxes) {
            try (var writer = writer(mailbox)) {
                mailbox(mailbox, writer);
            }
        }
        return new Exported(mailboxes.size(), messages, failures, unread);
    }

    private Writer writer(Mailbox mailbox) throws IOException {
        var path = account.path(mailbox);
        return switch (format) {
            case MBOX -> new Mboxes(new MboxWriter(made(file(mailbox, path, ".mbox"))));
            case MAILDIR -> new Maildirs(new Maildir.Writer(target, path));
            case EML -> new Singles(Files.createDirectories(file(mailbox, path, "")));
        };
    }

    private static Path made(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return file;
    }

    private record Mboxes(MboxWriter mbox) implements Writer {
        @Override public void write(ArchivedMail mail) throws IOException { mbox.write(mail); }

        @Override public void close() throws IOException { mbox.close(); }
    }

    private record Maildirs(Maildir.Writer maildir) implements Writer {
        @Override public void write(ArchivedMail mail) throws IOException { maildir.write(mail); }

        @Override public void close() throws IOException { maildir.close(); }
    }

    private static final class Singles implements Writer {
        private final Path folder;
        private long number;

        Singles(Path folder) { this.folder = folder; }

        @Override public void write(ArchivedMail mail) throws IOException { SingleMail.write(folder, ++number, mail); }

        @Override public void close() {}
    }

    /** Names of mailboxes may be what no file can be called. */
    private Path file(Mailbox mailbox, String path, String ending) {
        var at = target;
        var names = path.split("/");
        for (int i = 0; i < names.length; i++) {
            boolean isLast = i == names.length - 1;
            at = at.resolve(fileName(names[i], mailbox) + (isLast ? ending : ""));
        }
        return at;
    }

    private static String fileName(String name, Mailbox mailbox) {
        boolean isGood = !name.startsWith(".") && name.getBytes(StandardCharsets.UTF_8).length <= NAME_OCTETS_MAX;
        return isGood ? name : "mailbox-" + mailbox.id();
    }

    private void mailbox(Mailbox mailbox, Writer writer) throws IOException {
        var failure = new IOException[1];
        account.entries(mailbox.id(), UidSet.ALL, entry -> {
            try {
                message(mailbox, entry, writer);
                return true;
            } catch (IOException e) {
                failure[0] = e;
                return false;
            }
        });
        if (failure[0] != null) throw failure[0];
    }

    /** One that cannot be read is told, and the others are written. */
    private void message(Mailbox mailbox, Entry entry, Writer writer) throws IOException {
        Optional<Octets> content;
        try {
            content = account.content(entry.email()).map(Export::readable);
        } catch (StoreException e) {
            failures++;
            if (unread.size() < Imported.REFUSED_MAX) {
                unread.add("UID " + entry.uid() + " of " + account.path(mailbox) + ": " + e.getMessage());
            }
            return;
        }
        if (content.isEmpty()) return; // expunged meanwhile
        writer.write(new ArchivedMail(content.get(), List.of(account.path(mailbox)), entry.keywords(), entry.deleted(),
            Optional.of(entry.receivedAt())));
        messages++;
    }

    /** Read once to its end, so that one that somebody changed is not found when half of it is written. */
    private static Octets readable(Octets content) {
        try {
            content.writeTo(java.io.OutputStream.nullOutputStream());
            return content;
        } catch (IOException e) {
            throw new StoreException("it cannot be read", e);
        }
    }
}
