package sigillo.vault;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.Transactions;

/**
 * The slots of an account's client root, changed as a list. A change of the password is in two places, the directory and here:
 * the slots that belong to the new one are there beside the others before it counts, and the others go when it does. A stop
 * between the two leaves all of them, of which one opens. Any thread; throws {@link sigillo.store.StoreException}.
 */
public final class VaultSlots {
    private static final int VERSION = 1;

    private final Store store;
    private final VaultRows rows;
    private final Predicate<AccountId> isThere;

    /** {@code isThere}: false for an account that is removed. */
    VaultSlots(Store store, VaultRows rows, Predicate<AccountId> isThere) {
        this.store = store;
        this.rows = rows;
        this.isThere = isThere;
    }

    /** {@code version}: of the next change; 0 for an account that has kept nothing. */
    public record Shown(long version, List<VaultSlot> slots) {}

    public sealed interface Changed {
        record Done(long version) implements Changed {}

        /** Another device was first. */
        record Elsewhere(long version) implements Changed {}

        /** Not as slots are: too many, too long, two alike, none by a password or a recovery code. */
        record Unfit() implements Changed {}
    }

    /** {@code staged}: in the place of {@code slots} once the password is the new one. */
    private record Row(long version, List<VaultSlot> slots, Optional<List<VaultSlot>> staged) {
        static final Row NONE = new Row(0, List.of(), Optional.empty());

        List<VaultSlot> all() {
            var all = new ArrayList<>(slots);
            staged.ifPresent(more -> more.stream().filter(one -> !slots.contains(one)).forEach(all::add));
            return List.copyOf(all);
        }
    }

    public Shown shown(AccountId account) {
        var row = store.partition(VaultRows.partition(account)).get(VaultRows.slots()).map(value -> decoded(account, value)).orElse(Row.NONE);
        return new Shown(row.version, row.all());
    }

    /** All of them; {@code whenVersion}: as they were seen. */
    public Changed set(AccountId account, long whenVersion, List<VaultSlot> slots) {
        return change(account, whenVersion, slots, row -> new Row(row.version + 1, List.copyOf(slots), Optional.empty()));
    }

    /** Before the password is changed: they are there beside the others. {@link #settle} or {@link #unstage} follows. */
    public Changed stage(AccountId account, long whenVersion, List<VaultSlot> slots) {
        return change(account, whenVersion, slots, row -> new Row(row.version + 1, row.all(), Optional.of(List.copyOf(slots))));
    }

    /** The password is changed: those that were staged are all there are. */
    public void settle(AccountId account) {
        change(account, row -> row.staged.map(now -> new Row(row.version, now, Optional.empty())).orElse(row));
    }

    /** It is not, and will not be. */
    public void unstage(AccountId account) {
        change(account, row -> row.staged.isEmpty() ? row : new Row(row.version, row.slots, Optional.empty()));
    }

    /** The slot of a passkey that is taken away; nothing where it has none. Its owner's browsers are not needed. */
    public void removePasskey(AccountId account, Bytes credential) {
        var id = VaultSlot.ofPasskey(credential);
        change(account, row -> {
            var left = without(row.slots, id);
            var staged = row.staged.map(slots -> without(slots, id));
            boolean isSame = left.equals(row.slots) && staged.equals(row.staged);
            return isSame ? row : new Row(row.version + 1, left, staged);
        });
    }

    private static List<VaultSlot> without(List<VaultSlot> slots, String id) {
        return slots.stream().filter(one -> one.kind() != VaultSlot.Kind.PASSKEY || !one.id().equals(id)).toList();
    }

    private Changed change(AccountId account, long whenVersion, List<VaultSlot> slots, UnaryOperator<Row> change) {
        if (!isFit(slots)) return new Changed.Unfit();
        Changed changed = transactions(account).write(tx -> {
            var now = tx.get(VaultRows.slots()).map(value -> decoded(account, value)).orElse(Row.NONE);
            if (now.version != whenVersion) return new Changed.Elsewhere(now.version);
            var next = change.apply(now);
            tx.put(VaultRows.slots(), encoded(account, bounded(next)));
            return new Changed.Done(next.version);
        });
        if (isThere.test(account)) return changed;
        store.remove(VaultRows.partition(account)); // removed meanwhile: what went before this came is here again
        return new Changed.Elsewhere(0);
    }

    private void change(AccountId account, UnaryOperator<Row> change) {
        transactions(account).write(tx -> {
            var now = tx.get(VaultRows.slots()).map(value -> decoded(account, value));
            var next = now.map(change);
            if (!next.equals(now)) tx.put(VaultRows.slots(), encoded(account, next.orElseThrow()));
            return null;
        });
    }

    /** After stop upon stop there would be ever more: the oldest go, of which most open nothing. */
    private static Row bounded(Row row) {
        int surplus = row.slots.size() - 2 * VaultLimits.SLOTS_MAX;
        return surplus <= 0 ? row : new Row(row.version, row.slots.subList(surplus, row.slots.size()), row.staged);
    }

    private static boolean isFit(List<VaultSlot> slots) {
        boolean isBounded = slots.size() <= VaultLimits.SLOTS_MAX && slots.stream().allMatch(VaultSlot::isFit);
        boolean isLasting = slots.stream().anyMatch(one -> one.kind() != VaultSlot.Kind.PASSKEY);
        return isBounded && isLasting && new HashSet<>(slots.stream().map(VaultSlot::id).toList()).size() == slots.size();
    }

    private Transactions transactions(AccountId account) { return new Transactions(store.partition(VaultRows.partition(account))); }

    // ---- rows ----

    private byte[] encoded(AccountId account, Row row) {
        var out = new RowOut(VERSION, 200).number(row.version);
        write(out, row.slots);
        out.optional(row.staged, slots -> write(out, slots));
        return rows.sealed(account, VaultRows.slots(), out.done());
    }

    private static void write(RowOut out, List<VaultSlot> slots) {
        out.number(slots.size());
        slots.forEach(one -> out.octet(one.kind().ordinal()).text(one.id()).sized(one.wrapped().toArray()));
    }

    private Row decoded(AccountId account, byte[] value) {
        var in = new RowIn(rows.opened(account, VaultRows.slots(), value), VERSION);
        return new Row(in.number(), read(in), in.optional(() -> read(in)));
    }

    private static List<VaultSlot> read(RowIn in) {
        var slots = new ArrayList<VaultSlot>();
        for (int left = in.count(); left > 0; left--) {
            int kind = in.octet();
            if (kind >= VaultSlot.Kind.values().length) throw RowIn.broken("a kind of slot that is none");
            slots.add(new VaultSlot(in.text(), VaultSlot.Kind.values()[kind], Bytes.wrap(in.sized())));
        }
        return slots;
    }
}
