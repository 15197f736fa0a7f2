package sigillo.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.account.Account;
import sigillo.account.MailboxAnswer;
import sigillo.account.MailboxId;
import sigillo.spool.Spool;

/**
 * Puts an archive into an account that is open. A message whose octets are there already is not kept again, so an import
 * that was stopped, or is done twice, ends with each message once; one that is in several mailboxes of the archive is kept
 * once and is in all of them. To be closed. One thread.
 */
public final class Import implements AutoCloseable {
    /** Names of mailboxes, also of such as cannot be: an archive may have one for each of its messages. */
    private static final int REMEMBERED_MAX = 1_000;

    private final Account account;
    private final Optional<String> into;
    private final Keeping keeping;
    private final Map<String, Optional<MailboxId>> mailboxes = new LinkedHashMap<>(16, 0.75f, true) {
        @Override protected boolean removeEldestEntry(Map.Entry<String, Optional<MailboxId>> eldest) { return size() > REMEMBERED_MAX; }
    };
    private Instant otherwise = Instant.EPOCH;
    private boolean isStreamed;
    private long octetsMax = Long.MAX_VALUE;
    private boolean isFull;
    private List<String> unread = List.of();
    private List<String> damaged = List.of();
    private long kept;
    private long placed;
    private long there;
    private long made;
    private long refusals;
    private final List<String> refused = new ArrayList<>();

    /** {@code into}: a mailbox below which all is put. Throws as {@link Keeping}. */
    public Import(Account account, Optional<String> into, ComparingRoom room) throws IOException {
        this.account = account;
        this.into = into;
        this.keeping = new Keeping(account, room);
    }

    @Override public void close() { keeping.close(); }

    /** Throws {@link IOException} with a sentence for people when the archive cannot be read; what was kept stays. */
    public Imported run(Path archive, Spool spool) throws IOException {
        var opened = Archives.open(archive, spool);
        otherwise = Archives.changedAt(archive);
        return all(opened);
    }

    /**
     * The same of a file that is on its way: an mbox, a message or a zip of both. It ends when the account holds as much as it may
     * ({@link #isFull}). {@code now}: for messages that do not say when they came.
     */
    public Imported run(InputStream file, String name, Spool spool, Instant now) throws IOException {
        return run(new Streamed(file, name, spool, Streamed.MESSAGE_OCTETS_MAX), now);
    }

    Imported run(Streamed file, Instant now) throws IOException {
        otherwise = now;
        isStreamed = true;
        octetsMax = file.octetsMax();
        try {
            return all(file);
        } finally {
            unread = file.unread();
            damaged = file.damaged();
        }
    }

    /** Files in a zip that are called as mbox files are, and are none; the first of them. */
    public List<String> unread() { return unread; }

    /** Files in a zip that were read as far as they could be. */
    public List<String> damaged() { return damaged; }

    /** What was read before an archive broke is kept, too: nobody gives it a second time for the messages that waited. */
    private Imported all(Archive archive) throws IOException {
        try {
            archive.each(this::take);
        } finally {
            keeping.flush();
        }
        return soFar();
    }

    int remembered() { return mailboxes.size(); }

    /** What was done, also where it was not read to its end. */
    public Imported soFar() { return new Imported(kept, placed, there, made, refusals, refused); }

    public boolean isFull() { return isFull; }

    private void take(ArchivedMail mail) throws IOException {
        if (isFull && isStreamed) throw new IOException("the account holds as much as it may");
        if (mail.content().length() > octetsMax) {
            refuse("a message is longer than " + octetsMax + " octets");
            return;
        }
        var places = places(mail);
        if (places.isEmpty()) return;
        var date = mail.date().orElse(otherwise);
        keeping.take(new Keeping.Mail(mail.content(), places, mail.keywords(), mail.deleted(), date, mail.popName()), this::count);
    }

    private void count(Keeping.Outcome outcome) {
        switch (outcome) {
            case Keeping.Outcome.Kept _ -> kept++;
            case Keeping.Outcome.There(_, boolean isPlaced) when isPlaced -> placed++;
            case Keeping.Outcome.There _ -> there++;
            case Keeping.Outcome.Refused(var why) -> refuse(why);
            case Keeping.Outcome.Full() -> full("the account holds as much as it may (account quota)");
        }
    }

    private void full(String why) {
        isFull = true;
        refuse(why);
    }

    private List<MailboxId> places(ArchivedMail mail) {
        var places = new LinkedHashSet<MailboxId>();
        for (var path : mail.mailboxes()) mailboxes.computeIfAbsent(path, this::mailbox).ifPresent(places::add);
        if (places.isEmpty()) refuse("no mailbox can be called " + mail.mailboxes().getFirst());
        return List.copyOf(places);
    }

    private Optional<MailboxId> mailbox(String path) {
        var whole = into.map(above -> isStreamed && path.equals("INBOX") ? above : above + "/" + path).orElse(path);
        var there = account.mailboxId(whole);
        if (there.isPresent()) return there;
        if (!(account.create(whole, Optional.empty()) instanceof MailboxAnswer.Done(var mailbox))) return Optional.empty();
        account.subscribe(mailbox.id(), true);
        made++;
        return Optional.of(mailbox.id());
    }

    private void refuse(String why) {
        refusals++;
        if (refused.size() < Imported.REFUSED_MAX) refused.add(why);
    }
}
