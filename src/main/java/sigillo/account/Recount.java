package sigillo.account;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import sigillo.base.Bytes;
import sigillo.store.StoreException;

/** Counts an account again from one consistent pass over all its rows, in the order of {@link Keys}. */
final class Recount {
    private final Map<Long, MailboxRecount> mailboxes = new TreeMap<>();
    private final Map<Integer, Long> keywordsKept = new HashMap<>();
    private final Map<Integer, Long> keywordsCounted = new HashMap<>();
    private final Consumer<String> faults;
    private AccountRow account = new AccountRow();
    private long emails;
    private long memberships;
    private long octets;
    private long highestId;
    private long emailsSum;
    private long metasSum;
    private long factsSum;
    private ExpungedTally expunged = ExpungedTally.NONE;
    private ExpungedTally expungedKept = ExpungedTally.NONE;
    private long clientTexts;
    private long clientTextsKept;
    private AnnotationRow.Sum annotations = AnnotationRow.Sum.NONE;
    private AnnotationRow.Sum annotationsKept = AnnotationRow.Sum.NONE;
    private long floor;
    private long lastLogged;
    private long brokenRows;

    Recount(Consumer<String> faults) { this.faults = faults; }

    Map<Long, MailboxRecount> mailboxes() { return mailboxes; }

    long emails() { return emails; }

    long memberships() { return memberships; }

    /** Of messages, each once. */
    long octets() { return octets; }

    /** True when rows cannot be read, so that nothing else can be said of the account with reason. */
    boolean isBroken() { return brokenRows > 0; }

    void run(Reads reads) {
        reads.range(Keys.FIRST, Keys.END, false, (key, row) -> {
            try {
                visit(key, row);
            } catch (StoreException | IllegalArgumentException | IndexOutOfBoundsException broken) {
                brokenRows++;
                faults.accept("row " + key + ": " + Objects.requireNonNullElse(broken.getMessage(), "its key is cut off"));
            }
            return true;
        });
    }

    private void visit(Bytes key, byte[] row) {
        switch (Keys.kind(key)) {
            case 'a' -> account = AccountRow.decode(row);
            case 'b' -> mailbox(key, row);
            case 'c' -> metasSum += MailboxRecount.hash(Keys.first(key), 0);
            case 'C' -> { } // says nothing that 'c' does not say
            case 'd' -> Counter.decode(row);
            case 'e' -> email(Keys.first(key), EmailRow.decode(row));
            case 'f' -> floor = Counter.decode(row);
            case 'g' -> expunged(Keys.second(key), ExpungedRow.decode(row));
            case 'h' -> expungedKept = ExpungedTally.decode(row);
            case 'i' -> annotation(row);
            case 'j' -> annotationsKept = AnnotationRow.Sum.decode(row);
            case 'k' -> keywordsKept.put((int) Keys.last4(key), KeywordRow.decode(row).uses());
            case 'l' -> log(Keys.first(key), LogRow.decode(row));
            case 'm' -> LinksRow.decode(row);
            case 'n' -> name(Keys.first(key), of(Counter.decode(row)));
            case 'o' -> { } // whoever keeps them knows what they say
            case 'p' -> of(Keys.first(key)); // what it says is found out by who reads it: one that is broken is passed over
            case 'q' -> QuotaRow.decode(row);
            case 'R' -> clientText(key, row);
            case 'r' -> role(key.at(1), of(Counter.decode(row)));
            case 's' -> highestId = Math.max(highestId, GoneSubscriptions.GoneRow.decode(row).id());
            case 't' -> facts(key, FactsRow.decode(row));
            case 'u' -> entry(key, EntryRow.decode(row));
            case 'v' -> of(Keys.first(key)).keyword((int) Keys.last4(key), Counter.decode(row));
            case 'w' -> of(Keys.first(key)).thread(Keys.second(key), ThreadCount.decode(row));
            case 'X' -> { } // as of 'x'
            case 'x' -> { } // a mail of before has none; strays are looked for row by row
            case 'y' -> PopRow.decode(row); // likewise
            default -> faults.accept("row " + key + " is of no known kind");
        }
    }

    /** Of the rows themselves strays are looked for row by row. */
    private void clientText(Bytes key, byte[] row) {
        if (key.equals(Keys.CLIENT_TEXT_COUNT)) clientTextsKept = Counter.decode(row);
        else clientTexts++;
    }

    private MailboxRecount of(long mailbox) { return mailboxes.computeIfAbsent(mailbox, MailboxRecount::new); }

    private void mailbox(Bytes key, byte[] row) {
        var mailbox = of(Keys.first(key));
        highestId = Math.max(highestId, Keys.first(key));
        if (Keys.isTally(key)) mailbox.kept = Optional.of(Tally.decode(row));
        else mailbox.row = Optional.of(MailboxRow.decode(row));
    }

    private void email(long id, EmailRow row) {
        emails++;
        octets += row.size();
        highestId = Math.max(highestId, Math.max(id, row.thread().value()));
        emailsSum += MailboxRecount.hash(id, row.thread().value());
        metasSum -= MailboxRecount.hash(id, 0);
        if (row.places().isEmpty()) faults.accept("Email " + new EmailId(id) + " is nowhere");
        for (var place : row.places()) of(place.mailbox().value()).place(place.uid(), id, row);
    }

    private void expunged(long id, ExpungedRow row) {
        expunged = expunged.plus(1, row.size());
        highestId = Math.max(highestId, id);
    }

    private void annotation(byte[] row) {
        annotations = annotations.plus(1, row.length);
        highestId = Math.max(highestId, AnnotationRow.decode(row).id());
    }

    private void facts(Bytes key, FactsRow row) { factsSum += MailboxRecount.hash(Keys.second(key), Keys.first(key)); }

    private void log(long revision, LogRow row) {
        if (revision < floor) faults.accept("the change log has a row below its floor");
        if (row.items().isEmpty()) faults.accept("the change log has an empty row at " + revision);
        lastLogged = revision;
    }

    private void name(long parent, MailboxRecount mailbox) {
        if (mailbox.row.isEmpty() || mailbox.row.get().parentNumber() != parent) {
            faults.accept("a name leads to a wrong mailbox");
        }
        mailbox.named = true;
    }

    private void role(int code, MailboxRecount mailbox) {
        boolean right = mailbox.row.flatMap(MailboxRow::role).filter(role -> MailboxRow.code(role) == code).isPresent();
        if (!right) faults.accept("role " + code + " leads to a wrong mailbox");
    }

    private void entry(Bytes key, EntryRow row) {
        memberships++;
        of(Keys.first(key)).entry(Keys.last4(key), row);
        for (int number : row.marks().others()) keywordsCounted.merge(number, 1L, Long::sum);
    }

    /** {@code revision} is one read after the pass. */
    void check(long revision) {
        mailboxes.values().forEach(mailbox -> mailbox.check(revision, faults));
        long listed = mailboxes.values().stream().filter(m -> m.row.isPresent() && !m.row.get().doomed()).count();
        if (account.mailboxes != listed) faults.accept("it says " + account.mailboxes + " mailboxes and has " + listed);
        if (account.emails != emails) faults.accept("it says " + account.emails + " Emails and has " + emails);
        if (account.octets != octets) faults.accept("it says " + account.octets + " octets and has " + octets);
        if (!expungedKept.equals(expunged)) faults.accept("what was expunged is counted wrong");
        if (clientTexts != clientTextsKept) faults.accept(clientTexts + " client text records are there, "
            + clientTextsKept + " are counted");
        if (!annotationsKept.equals(annotations)) faults.accept("annotations are counted wrong");
        if (account.nextId <= highestId) faults.accept("an id is in use that is not given out yet");
        if (metasSum != 0) faults.accept("meta records and Emails are not the same");
        if (factsSum != emailsSum) faults.accept("the Emails of the threads are not the Emails");
        if (!keywordsKept.equals(keywordsCounted)) faults.accept("keywords are counted wrong");
        if (account.keywords != keywordsKept.size()) faults.accept("the number of keywords is wrong");
        if (lastLogged > revision) faults.accept("the change log has a row of the future");
        mailboxes.values().forEach(this::checkParents);
    }

    private void checkParents(MailboxRecount mailbox) {
        var at = mailbox;
        for (int depth = 1; at.row.isPresent() && at.row.get().parent().isPresent(); depth++) {
            at = mailboxes.get(at.row.get().parentNumber());
            if (at == null || at.row.isEmpty() || depth > AccountLimits.MAILBOX_DEPTH_MAX) {
                faults.accept("the parents of a mailbox do not end at the top");
                return;
            }
        }
    }
}
