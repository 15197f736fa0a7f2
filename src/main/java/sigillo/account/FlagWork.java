package sigillo.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sigillo.store.Tx;

/** One commit of a change of flags. Its result says where the next one goes on. */
final class FlagWork {

    /** {@code next} is the UID to go on with; empty when all is done. {@code beside} is for the next work. */
    record Page(FlagsChanged changed, Map<Long, Long> beside, Optional<Long> next) {}

    private final Ledger ledger;
    private final Optional<Sorting> sorting;
    private final Optional<Role> in;
    private final MailboxId mailbox;
    private final FlagChange change;
    /**
     * The MODSEQ before this operation of UIDs that it has changed because their Email is here under another UID too:
     * not a change by somebody else since the client looked.
     */
    private final Map<Long, Long> beside;
    /** Those that are no system flags, in order; and the numbers of those that are in use. */
    private final List<Keyword> others;
    private final Set<Integer> named = new HashSet<>();
    private final Map<Long, EntryRow> here = new HashMap<>();
    private int written;

    FlagWork(Context context, Tx tx, MailboxId mailbox, FlagChange change, Map<Long, Long> beside) {
        if (change.isDeletion()) tx.givesSpace();
        this.ledger = new Ledger(context, tx);
        this.sorting = Sorting.concerns(change) ? Optional.of(new Sorting(context)) : Optional.empty();
        this.in = sorting.flatMap(_ -> Sorting.role(tx, mailbox));
        this.mailbox = mailbox;
        this.change = change;
        this.beside = new HashMap<>(beside);
        this.others = change.keywords().stream().filter(keyword -> !Marks.SYSTEM.contains(keyword)).sorted().toList();
        for (var keyword : others) ledger.keywords().number(keyword).ifPresent(named::add);
    }

    Page run(UidSet uids, long from) {
        var page = Entries.page(Reads.of(ledger.tx()), mailbox, uids, from, AccountLimits.ENTRIES_OF_COMMIT_MAX);
        for (var entry : page) here.put(entry.uid(), entry.row());
        var now = new ArrayList<Entry>();
        var before = new ArrayList<Long>();
        var refused = new ArrayList<Long>();
        var next = Optional.<Long>empty();
        for (var entry : page) {
            if (written >= AccountLimits.ENTRIES_OF_COMMIT_MAX) {
                next = Optional.of(entry.uid());
                break;
            }
            if (isRefused(entry.uid())) {
                refused.add(entry.uid());
                continue;
            }
            before.add(modSeqBefore(entry.uid()));
            now.add(entry(entry.uid(), apply(entry.uid())));
        }
        if (next.isEmpty() && page.size() == AccountLimits.ENTRIES_OF_COMMIT_MAX) {
            next = Optional.of(page.getLast().uid() + 1);
        }
        ledger.close();
        sorting.ifPresent(said -> said.tellAfter(ledger.tx()));
        return new Page(new FlagsChanged(now, before, refused), beside, next);
    }

    /** RFC 7162 section 3.1.3. */
    private boolean isRefused(long uid) {
        return change.unchangedSince().isPresent() && modSeqBefore(uid) > change.unchangedSince().get();
    }

    private long modSeqBefore(long uid) { return beside.getOrDefault(uid, here.get(uid).modSeq()); }

    private EntryRow apply(long uid) {
        var row = here.get(uid);
        boolean deleted = switch (change.mode()) {
            case ADD -> row.deleted() || change.deleted();
            case REMOVE -> row.deleted() && !change.deleted();
            case REPLACE -> change.deleted();
        };
        var marks = marks(row.marks());
        if (!marks.equals(row.marks())) mark(row, uid, marks);
        else if (deleted == row.deleted()) return row; // RFC 7162 section 3.1.3: no new MODSEQ for no change
        return write(uid, here.get(uid), marks, deleted);
    }

    /** Writes an Email's keywords into its memberships elsewhere. */
    private void mark(EntryRow from, long uid, Marks marks) {
        var email = from.email();
        sorting.ifPresent(said -> said.marked(email, in, ledger.keywords().names(from.marks()), ledger.keywords().names(marks)));
        var places = ledger.tx().get(Keys.email(email)).map(EmailRow::decode).map(EmailRow::places).orElse(List.of());
        for (var place : places) {
            if (place.mailbox().equals(mailbox)) {
                if (place.uid() != uid) markHere(place.uid(), marks);
            } else {
                Entries.row(Reads.of(ledger.tx()), place.mailbox(), place.uid())
                    .ifPresent(row -> writeAt(place.mailbox(), place.uid(), row, marks, row.deleted()));
            }
        }
    }

    private void markHere(long uid, Marks marks) {
        var row = Optional.ofNullable(here.get(uid)).or(() -> Entries.row(Reads.of(ledger.tx()), mailbox, uid));
        row.ifPresent(r -> {
            beside.putIfAbsent(uid, r.modSeq());
            write(uid, r, marks, r.deleted());
        });
    }

    private EntryRow write(long uid, EntryRow before, Marks marks, boolean deleted) {
        var after = writeAt(mailbox, uid, before, marks, deleted);
        here.computeIfPresent(uid, (_, _) -> after);
        return after;
    }

    private EntryRow writeAt(MailboxId at, long uid, EntryRow before, Marks marks, boolean deleted) {
        var after = before.with(marks, deleted, ledger.revision());
        ledger.change(at, uid, before, after);
        written++;
        return after;
    }

    /** Keywords beyond the limits are left out; the answer shows it. */
    private Marks marks(Marks before) {
        int bits = Marks.systemBits(change.keywords());
        return switch (change.mode()) {
            case ADD -> new Marks(before.system() | bits, with(before.others()));
            case REMOVE -> new Marks(before.system() & ~bits, without(before.others()));
            case REPLACE -> new Marks(bits, with(before.others().stream().filter(named::contains).toList()));
        };
    }

    private List<Integer> without(List<Integer> numbers) {
        return numbers.stream().filter(number -> !named.contains(number)).toList();
    }

    private List<Integer> with(List<Integer> kept) {
        if (others.isEmpty()) return kept;
        var numbers = new TreeSet<>(kept);
        for (var keyword : others) {
            if (numbers.size() >= AccountLimits.KEYWORDS_OF_EMAIL_MAX) break;
            ledger.keywords().numberForUse(keyword).ifPresent(numbers::add);
        }
        return List.copyOf(numbers);
    }

    private Entry entry(long uid, EntryRow row) {
        return new Entry(uid, row.email(), row.thread(), row.modSeq(), row.deleted(), ledger.keywords().names(row.marks()),
            row.size(), row.receivedAt(), row.savedAt());
    }
}
