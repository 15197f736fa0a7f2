package sigillo.keyring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sigillo.base.Bytes;
import sigillo.sealing.Slot;
import sigillo.sealing.SlotList;
import sigillo.shred.ShredKeys;
import sigillo.store.Tx;

/** The slots of an account while one commit changes them: what is made or removed here is so in the list too. */
final class SlotDraft {
    final Tx tx;
    private final Keyed keyed;
    private final SlotList before;
    private final Map<Long, SlotList.Entry> entries;
    private final List<Slot> slots;
    private Bytes wrapsTo;
    private Bytes textsTo;

    private SlotDraft(Tx tx, Keyed keyed, SlotRows rows) {
        this.tx = tx;
        this.keyed = keyed;
        this.before = rows.list();
        this.entries = new TreeMap<>(before.slots());
        this.slots = new ArrayList<>(rows.made());
        this.wrapsTo = before.wrapsTo();
        this.textsTo = before.textsTo();
    }

    /** Throws {@link Tampered} when the list that is there is not this server's. */
    static SlotDraft of(Tx tx, Keyed keyed) { return new SlotDraft(tx, keyed, keyed.slots(tx::range)); }

    /** Those that are given keys: this server made them, and they do not wait. */
    List<Slot> slots() { return slots.stream().filter(slot -> !entries.get(slot.id()).waits()).toList(); }

    /** One that this server made, waiting or not. */
    Optional<Slot> slot(long number) { return slots.stream().filter(one -> one.id() == number).findFirst(); }

    int count() { return entries.size(); }

    /** The highest number of them; 0 when there is none. */
    long highest() { return entries.keySet().stream().mapToLong(number -> number).max().orElse(0); }

    /** A new one: sealed under a key of its own, which stays in force until that is durable. */
    void make(Slot fresh, boolean waits, ShredKeys.Lease lease) {
        entries.put(fresh.id(), SlotList.entry(fresh, waits));
        keep(keyed.slotKeys().seal(tx, fresh, lease));
    }

    /** From now on it is given keys. */
    void admit(Slot there) { entries.put(there.id(), SlotList.entry(there, false)); }

    /** One that is there, with other root keys. */
    void keep(Slot slot) {
        slots.replaceAll(one -> one.id() == slot.id() ? slot : one);
        if (!slots.contains(slot)) slots.add(slot);
        tx.put(KeyRows.slot(slot.id()), KeyRows.encode(slot));
    }

    /** It opens nothing from now on, and is given nothing. What it has stays under its key until {@link #forget}. */
    void remove(long number) {
        slots.removeIf(one -> one.id() == number);
        entries.remove(number);
        tx.delete(KeyRows.slot(number));
    }

    /** Of a slot that is gone: within some hours nobody opens what the store's files still have of it. */
    void forget(long number) {
        tx.delete(KeyRows.slotKey(number));
        tx.afterCommitOrDoubt(keyed.slotKeys()::spoil);
    }

    /** To which certificate what comes from now on is encrypted first; empty: to none. */
    void wrapTo(Bytes fingerprint) { wrapsTo = fingerprint; }

    Bytes wrapsTo() { return wrapsTo; }

    /** To which public key text records of what comes from now on are sealed; empty: none are made. */
    void textsTo(Bytes publicKey) { textsTo = publicKey; }

    Bytes textsTo() { return textsTo; }

    /** Puts the list, when it is another now; its revision. */
    int done() {
        boolean isSame = entries.equals(before.slots()) && wrapsTo.equals(before.wrapsTo())
            && textsTo.equals(before.textsTo());
        if (isSame) return before.revision();
        var list = before.next(entries, wrapsTo, textsTo, keyed.secrets().host());
        tx.put(KeyRows.SLOT_LIST, KeyRows.encode(list));
        return list.revision();
    }
}
