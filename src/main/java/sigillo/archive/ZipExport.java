package sigillo.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import sigillo.account.Account;
import sigillo.account.Entry;
import sigillo.account.Mailbox;
import sigillo.base.Octets;
import sigillo.account.UidSet;
import sigillo.store.StoreException;

/**
 * All mail of an account that is open as one zip file, in clear, with an mbox for each mailbox; it is written as it is taken, and
 * nothing of it lies anywhere. What cannot be read is told in {@value #UNREAD}, and all else is there. One thread.
 */
public final class ZipExport {
    static final String UNREAD = "not-exported.txt";
    /** Of a path in a zip, in octets: some programs take no longer one. */
    private static final int PATH_OCTETS_MAX = 240;
    private static final int UNREAD_MAX = 1_000;

    private final Account account;
    private final List<String> unread = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    public ZipExport(Account account) { this.account = account; }

    /** To its end; {@code to} is not closed. Throws what writing throws. */
    public void writeTo(OutputStream to) throws IOException {
        var zip = new ZipOutputStream(to, StandardCharsets.UTF_8);
        zip.setLevel(Deflater.BEST_SPEED);
        for (var mailbox : account.mailboxes()) mailbox(mailbox, zip);
        if (!unread.isEmpty()) {
            zip.putNextEntry(new ZipEntry(UNREAD));
            zip.write((String.join("\n", unread) + "\n").getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        zip.finish();
    }

    /** Nothing above, nothing hidden, none twice on disks that do not tell cases apart. */
    private String name(Mailbox mailbox) {
        var path = account.path(mailbox).replace('\\', '_');
        boolean isGood = path.getBytes(StandardCharsets.UTF_8).length <= PATH_OCTETS_MAX
            && List.of(path.split("/")).stream().noneMatch(part -> part.isBlank() || part.startsWith(".") || part.chars().anyMatch(Character::isISOControl));
        var name = isGood ? path : "mailbox-" + mailbox.id();
        return (names.add(name.toLowerCase(Locale.ROOT)) ? name : name + "-" + mailbox.id()) + ".mbox";
    }

    private void mailbox(Mailbox mailbox, ZipOutputStream zip) throws IOException {
        zip.putNextEntry(new ZipEntry(name(mailbox)));
        var mbox = new MboxWriter(zip);
        var failure = new IOException[1];
        account.entries(mailbox.id(), UidSet.ALL, entry -> {
            try {
                message(mailbox, entry, mbox);
                return true;
            } catch (IOException e) {
                failure[0] = e;
                return false;
            }
        });
        if (failure[0] != null) throw failure[0];
        mbox.flush();
        zip.closeEntry();
    }

    private void message(Mailbox mailbox, Entry entry, MboxWriter mbox) throws IOException {
        var content = readable(mailbox, entry);
        if (content.isEmpty()) return;
        mbox.write(new ArchivedMail(content.get(), List.of(account.path(mailbox)), entry.keywords(), entry.deleted(), Optional.of(entry.receivedAt())));
    }

    /** Read once to its end, so that one that somebody changed is not found when half of it is written. Empty too for one that is gone. */
    private Optional<Octets> readable(Mailbox mailbox, Entry entry) {
        try {
            var content = account.content(entry.email());
            if (content.isPresent()) content.get().writeTo(OutputStream.nullOutputStream());
            return content;
        } catch (StoreException | IOException damaged) {
            if (unread.size() < UNREAD_MAX) unread.add("UID " + entry.uid() + " of " + account.path(mailbox) + ": " + damaged.getMessage());
            return Optional.empty();
        }
    }
}
