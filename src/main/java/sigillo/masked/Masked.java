package sigillo.masked;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Complaints;
import sigillo.base.Octets;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.directory.Edited;
import sigillo.directory.MaskedRecord;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.store.Batch;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;

/**
 * Masked addresses with what is known of each. Which there are is the directory's; their notes, and who wrote to them first,
 * say with whom an owner deals: they are sealed under the server's key, as stories are. Nothing of that is in memory: what
 * another server writes counts at once. Any thread; throws {@link StoreException} but where it says so.
 *
 * <pre>
 * n/account/tag16   the note of an address, who wrote first, when mail came last; sealed to its place
 * </pre>
 */
public final class Masked {
    private static final PartitionName PARTITION = new PartitionName("masked");
    private static final String USE = "sgl1/masked-address";
    private static final int VERSION = 1;

    private final Directory directory;
    private final DirectoryEditor editor;
    private final Transactions transactions;
    private final Secret key;
    private final Randomness randomness;
    private final InstantSource clock;
    private final Complaints complaints;

    /** {@code key}: the server's; it stays the caller's. */
    public Masked(Directory directory, DirectoryEditor editor, Store store, Secret key, Randomness randomness, InstantSource clock) {
        this.directory = directory;
        this.editor = editor;
        this.transactions = new Transactions(store.partition(PARTITION));
        this.key = key;
        this.randomness = randomness;
        this.clock = clock;
        this.complaints = new Complaints(System.getLogger(Masked.class.getName()), clock);
    }

    /** {@code first}: who wrote the first mail that came, as that says; {@code last}: when mail came, to the hour. */
    public record Known(String note, Optional<First> first, Optional<Instant> last) {
        static final Known NOTHING = new Known("", Optional.empty(), Optional.empty());

        Known note(String other) { return new Known(other, first, last); }
    }

    public record First(String sender, Instant at) {}

    public record Line(MaskedRecord address, Known known) {}

    // ---- what owners do ----

    /** A fresh address of the account's domain. */
    public Edited<Line> make(AccountId account, String note) {
        if (!isNote(note)) return refusedNote();
        var domain = directory.account(account).map(record -> record.address().domain());
        if (domain.isEmpty()) return new Edited.Refused<>("there is no such account");
        for (int tries = 1; ; tries++) {
            var fresh = new Address(Names.fresh(randomness), domain.get());
            boolean isFree = directory.isFree(fresh);
            if (!isFree && tries < MaskedLimits.TRIES) continue;
            return switch (editor.addMasked(account, fresh)) {
                case Edited.Refused<MaskedRecord>(var why) -> new Edited.Refused<>(why);
                case Edited.Done<MaskedRecord>(var made) -> noted(made, note);
            };
        }
    }

    private Edited<Line> noted(MaskedRecord made, String note) {
        var known = Known.NOTHING.note(note.strip());
        if (!known.note().isEmpty()) keep(made, known);
        return new Edited.Done<>(new Line(made, known));
    }

    /** The newest first. */
    public List<Line> of(AccountId account) {
        return directory.masked(account).stream().map(address -> new Line(address, known(address))).toList();
    }

    /** {@code owner}: whose it must be; empty for whoever runs the server. */
    public Edited<Line> note(Optional<AccountId> owner, Address address, String note) {
        if (!isNote(note)) return refusedNote();
        var masked = directory.masked(address).filter(one -> owner.map(one.account()::equals).orElse(true));
        return masked.<Edited<Line>>map(one -> new Edited.Done<>(new Line(one, change(one, known -> known.note(note.strip())))))
            .orElseGet(() -> new Edited.Refused<>("there is no masked address " + address));
    }

    public Edited<Line> pause(Optional<AccountId> owner, Address address, boolean paused) {
        return line(editor.pauseMasked(owner, address, paused));
    }

    /** For good. */
    public Edited<Line> remove(Optional<AccountId> owner, Address address) {
        var removed = line(editor.removeMasked(owner, address));
        if (removed instanceof Edited.Done<Line>(var was)) delete(List.of(row(was.address())));
        return removed;
    }

    private Edited<Line> line(Edited<MaskedRecord> edited) {
        return switch (edited) {
            case Edited.Refused<MaskedRecord>(var why) -> new Edited.Refused<>(why);
            case Edited.Done<MaskedRecord>(var now) -> new Edited.Done<>(new Line(now, known(now)));
        };
    }

    private static boolean isNote(String note) {
        return note.length() <= MaskedLimits.NOTE_CHARACTERS_MAX && note.chars().noneMatch(Character::isISOControl);
    }

    private static Edited<Line> refusedNote() {
        return new Edited.Refused<>("a note has one line of at most " + MaskedLimits.NOTE_CHARACTERS_MAX + " characters");
    }

    // ---- mail comes ----

    /**
     * Mail to {@code recipient} was kept. {@code isSuspect}: nobody vouches for who wrote it. Never throws: what cannot be noted
     * is in the log.
     */
    public void came(Address recipient, Optional<Address> sender, boolean isSuspect, Octets message) {
        try {
            var masked = directory.masked(recipient);
            if (masked.isPresent()) came(masked.get(), sender, isSuspect, message);
        } catch (IOException | StoreException trouble) {
            complaints.add("when mail came to a masked address could not be noted", trouble);
        }
    }

    private void came(MaskedRecord masked, Optional<Address> sender, boolean isSuspect, Octets message) throws IOException {
        var known = known(masked);
        var now = clock.instant();
        boolean isNoted = known.last.filter(last -> last.plus(MaskedLimits.NOTED_EVERY).isAfter(now)).isPresent();
        boolean isFirst = known.first.isEmpty() && !isSuspect;
        if (isNoted && !isFirst) return;
        var first = isFirst ? author(message).or(() -> sender).map(from -> new First(cut(from.toString()), now)) : known.first;
        change(masked, there -> new Known(there.note, there.first.or(() -> first), Optional.of(now)));
    }

    private static Optional<Address> author(Octets message) throws IOException {
        return HeaderSection.read(message, MessageLimits.DEFAULT).header().first("From")
            .flatMap(field -> field.addresses().flat().stream().findFirst()).flatMap(one -> one.address());
    }

    private static String cut(String text) { return text.substring(0, Math.min(text.length(), MaskedLimits.SENDER_CHARACTERS_MAX)); }

    // ---- rows ----

    /** What is damaged is as if it had not been noted: the address itself is whole. */
    private Known known(MaskedRecord masked) {
        var row = row(masked);
        return transactions.partition().get(row).map(value -> opened(row, value)).orElse(Known.NOTHING);
    }

    private Known opened(Bytes row, byte[] value) {
        try {
            var in = new RowIn(SealedRow.open(key, row.toArray(), value), VERSION);
            return new Known(in.text(), in.optional(() -> new First(in.text(), in.time())), in.optional(in::time));
        } catch (SealBroken | Damaged broken) {
            complaints.add("what was noted of a masked address is not as this server wrote it", broken);
            return Known.NOTHING;
        }
    }

    private Known change(MaskedRecord masked, java.util.function.UnaryOperator<Known> change) {
        var row = row(masked);
        return transactions.write(tx -> {
            var now = change.apply(tx.get(row).map(value -> opened(row, value)).orElse(Known.NOTHING));
            tx.put(row, sealed(row, now));
            return now;
        });
    }

    private void keep(MaskedRecord masked, Known known) { change(masked, _ -> known); }

    private byte[] sealed(Bytes row, Known known) {
        var out = new RowOut(VERSION, 300);
        out.text(known.note).optional(known.first, first -> out.text(first.sender).time(first.at)).optional(known.last, out::time);
        return SealedRow.seal(key, row.toArray(), out.done(), randomness);
    }

    /** The account is removed. */
    public void forget(AccountId account) {
        var rows = new ArrayList<Bytes>();
        var prefix = prefix(account);
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (row, _) -> rows.add(row));
        delete(rows);
    }

    private void delete(List<Bytes> rows) {
        for (int from = 0; from < rows.size(); from += MaskedLimits.PAGE) {
            var page = rows.subList(from, Math.min(rows.size(), from + MaskedLimits.PAGE));
            transactions.write(Batch.Lane.BULK, tx -> {
                page.forEach(tx::delete);
                return null;
            });
        }
    }

    private Bytes row(MaskedRecord masked) {
        var tag = SealedRow.tag(key, USE, masked.address().lookupKey());
        var prefix = prefix(masked.account());
        return Bytes.wrap(ByteBuffer.allocate(prefix.length() + tag.length).put(prefix.unsafeArray()).put(tag).array());
    }

    private static Bytes prefix(AccountId account) { return Bytes.wrap(("n/" + account.text() + "/").getBytes(StandardCharsets.UTF_8)); }
}
