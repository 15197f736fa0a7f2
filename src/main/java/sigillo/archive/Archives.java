package sigillo.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import sigillo.spool.Spool;

/** Finds out what kind of archive lies somewhere. */
final class Archives {
    private Archives() {}

    /** A file: an mbox or one message. A folder: a Maildir, an export of Proton's, or a tree of all of them. */
    static Archive open(Path path, Spool spool) throws IOException {
        if (Files.isDirectory(path) && Proton.isOne(path)) return new Proton(path, spool);
        if (Files.isDirectory(path)) return Maildir.isOne(path) ? new Maildir(path, spool) : new Trees(path, spool);
        if (!Files.isRegularFile(path)) throw new IOException("there is neither a file nor a folder " + path);
        var name = path.getFileName().toString();
        if (name.toLowerCase(Locale.ROOT).endsWith(".eml")) return new SingleMail(path, "INBOX", spool);
        if (!MboxReader.isOne(path)) {
            throw new IOException(path + " is neither an mbox (which begins with a From line) nor a message (.eml)");
        }
        var mailbox = Trees.bare(name, ".mbox", ".mbx");
        return new MboxReader(path, mailbox.equalsIgnoreCase("inbox") || mailbox.equals("mbox") ? "INBOX" : mailbox, spool);
    }

    /** For a message that does not say when it came. */
    static Instant changedAt(Path path) throws IOException {
        return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
    }
}
