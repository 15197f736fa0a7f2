package sigillo.account;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.Batch;
import sigillo.store.StoreException;
import sigillo.store.Tx;

/**
 * Verifies an account while it is in use. The counters are compared within one consistent pass; what is said twice and
 * every blob are looked at row by row, where it matters in a work of its own, so that nobody's commit looks like a
 * fault.
 */
final class Inspection {
    /** The first faults tell enough, and a broken account must not fill memory. */
    private static final int FAULTS_MAX = 1_000;
    private static final int PAGE = 500;

    private final Context context;
    private final List<String> faults = new ArrayList<>();

    Inspection(Context context) { this.context = context; }

    Verified run() {
        var recount = new Recount(this::fault);
        recount.run(context.committed());
        recount.check(context.transactions().partition().revision());
        if (!recount.isBroken()) inspectAll(recount);
        return new Verified(recount.mailboxes().size(), recount.emails(), recount.memberships(), recount.octets(),
            faults);
    }

    private void inspectAll(Recount recount) {
        recount.mailboxes().forEach((id, mailbox) -> {
            if (mailbox.hasStrays()) findStrays(new MailboxId(id));
        });
        var from = Keys.EMAILS;
        for (var page = emails(from); !page.isEmpty(); page = emails(from)) {
            inspect(page);
            from = Keys.after(Keys.email(page.lastKey()));
        }
        inspectLinks();
        inspectStrays(Keys.TEXTS, "text records");
        inspectStrays(Keys.SKETCHES, "sketches of texts");
        inspectStrays(Keys.FIELDS, "sheets of fields");
        inspectStrays(Keys.POPS, "rows of POP");
        inspectStrays(Keys.after(Keys.CLIENT_TEXTS), Keys.CLIENT_TEXTS, "client text records");
        inspectExpunged();
    }

    private void fault(String what) {
        if (faults.size() < FAULTS_MAX) faults.add(what);
    }

    private TreeMap<EmailId, EmailRow> emails(Bytes from) {
        var page = new TreeMap<EmailId, EmailRow>();
        context.committed().range(from, Keys.EMAILS.afterPrefix(), false, (key, row) -> {
            page.put(new EmailId(Keys.first(key)), EmailRow.decode(row));
            return page.size() < PAGE;
        });
        return page;
    }

    private void inspect(Map<EmailId, EmailRow> page) {
        var wrong = context.transactions().write(Batch.Lane.BULK, tx -> {
            var found = new ArrayList<String>();
            for (var id : page.keySet()) inspectPlaces(Reads.of(tx), id, found);
            return found;
        });
        wrong.forEach(this::fault);
        page.forEach((id, row) -> {
            var fault = blobFault(row.blob(), row.size());
            boolean stillThere = !fault.isEmpty() && context.committed().get(Keys.email(id)).isPresent();
            if (stillThere) fault("Email " + id + ": " + fault);
        });
    }

    /** All entries of an Email are there, are its own, and have the same keywords. */
    private static void inspectPlaces(Reads reads, EmailId id, List<String> wrong) {
        var email = reads.get(Keys.email(id)).map(EmailRow::decode);
        if (email.isEmpty()) return;
        var marks = new HashSet<Marks>();
        var pops = new HashSet<Integer>();
        for (var place : email.get().places()) {
            var entry = Entries.row(reads, place.mailbox(), place.uid());
            if (entry.isEmpty() || !entry.get().email().equals(id)) {
                wrong.add("Email " + id + " is not in mailbox " + place.mailbox() + " under UID " + place.uid());
            } else {
                marks.add(entry.get().marks());
                pops.add(entry.get().pop());
            }
        }
        if (marks.size() > 1) wrong.add("Email " + id + " has other keywords in other mailboxes");
        boolean isOfOneMind = pops.isEmpty() || pops.equals(Set.of(popMarks(reads, id)));
        if (!isOfOneMind) wrong.add("Email " + id + " and its row of POP do not agree");
    }

    private static int popMarks(Reads reads, EmailId id) { return reads.get(Keys.pop(id)).map(PopRow::decode).map(PopRow::marks).orElse(0); }

    /** Empty when the blob is there and whole. One that does not open now is read as it lies. */
    private String blobFault(Bytes blob, long size) {
        try {
            var stored = context.blobs().get(blob);
            long length = context.seal().messageLength(context.id(), stored);
            opened(blob, stored).writeTo(OutputStream.nullOutputStream());
            return length == size ? "" : "its blob has " + length + " octets, not " + size;
        } catch (StoreException | IOException e) {
            return "its blob cannot be read: " + e.getMessage();
        }
    }

    private Octets opened(Bytes blob, Octets stored) {
        try {
            return context.seal().openMessage(context.id(), blob, stored);
        } catch (Locked locked) {
            return stored;
        }
    }

    /** Entries of which no Email knows. */
    private void findStrays(MailboxId mailbox) {
        Entries.each(context.committed(), mailbox, UidSet.ALL, entry -> {
            var place = new EmailRow.Place(mailbox, entry.uid());
            boolean stray = context.transactions().write(Batch.Lane.BULK, tx -> isStray(Reads.of(tx), place));
            if (stray) fault("UID " + entry.uid() + " of mailbox " + mailbox + " is no Email's");
            return faults.size() < FAULTS_MAX;
        });
    }

    private static boolean isStray(Reads reads, EmailRow.Place place) {
        var row = Entries.row(reads, place.mailbox(), place.uid());
        if (row.isEmpty()) return false;
        var email = reads.get(Keys.email(row.get().email())).map(EmailRow::decode);
        return email.isEmpty() || !email.get().places().contains(place);
    }

    /** Whoever is listed under a Message-ID is there, and knows it. */
    private void inspectLinks() {
        var from = Keys.LINKS;
        while (true) {
            var page = new TreeMap<Bytes, LinksRow>();
            context.committed().range(from, Keys.LINKS.afterPrefix(), false, (key, row) -> {
                page.put(key, LinksRow.decode(row));
                return page.size() < PAGE;
            });
            if (page.isEmpty()) return;
            from = Keys.after(page.lastKey());
            int wrong = context.transactions().write(Batch.Lane.BULK, tx ->
                page.keySet().stream().mapToInt(key -> strayLinks(Reads.of(tx), key)).sum());
            if (wrong > 0) fault(wrong + " links of Message-IDs lead to Emails that do not have them");
        }
    }

    /** Whether texts open is not tried: they are made again from the message. */
    private void inspectStrays(Bytes kind, String what) { inspectStrays(kind, kind, what); }

    private void inspectStrays(Bytes first, Bytes kind, String what) {
        var from = first;
        while (true) {
            var page = new ArrayList<Bytes>();
            context.committed().range(from, kind.afterPrefix(), false, (key, _) -> {
                page.add(key);
                return page.size() < PAGE;
            });
            if (page.isEmpty()) return;
            from = Keys.after(page.getLast());
            long strays = context.transactions().write(Batch.Lane.BULK, tx -> page.stream().filter(key -> isStray(tx, key)).count());
            if (strays > 0) fault(strays + " " + what + " are no Email's");
        }
    }

    private void inspectExpunged() {
        var from = Keys.EXPUNGED;
        while (true) {
            var page = new TreeMap<Bytes, ExpungedRow>();
            context.committed().range(from, Keys.EXPUNGED.afterPrefix(), false, (key, row) -> {
                page.put(key, ExpungedRow.decode(row));
                return page.size() < PAGE;
            });
            if (page.isEmpty()) return;
            from = Keys.after(page.lastKey());
            page.forEach((key, row) -> {
                var fault = blobFault(row.blob(), row.size());
                boolean stillThere = !fault.isEmpty() && context.committed().get(key).isPresent();
                if (stillThere) fault("Email " + new EmailId(Keys.second(key)) + ", which was expunged: " + fault);
            });
        }
    }

    private static boolean isStray(Tx tx, Bytes key) {
        if (tx.get(key).isEmpty()) return false;
        return Keys.isFields(key) ? FieldScan.there(tx, Keys.first(key)).isEmpty() : tx.get(Keys.email(new EmailId(Keys.first(key)))).isEmpty();
    }

    private static int strayLinks(Reads reads, Bytes key) {
        var hash = Keys.linked(key);
        int wrong = 0;
        for (var link : reads.get(key).map(LinksRow::decode).orElse(LinksRow.NONE).links()) {
            var facts = reads.get(Keys.facts(link.thread(), link.email())).map(FactsRow::decode);
            var listed = facts.map(f -> link.own() ? f.own().stream().toList() : f.references()).orElse(List.of());
            if (!listed.contains(hash)) wrong++;
        }
        return wrong;
    }
}
