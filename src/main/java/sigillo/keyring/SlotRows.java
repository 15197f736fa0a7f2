package sigillo.keyring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.sealing.Slot;
import sigillo.sealing.SlotList;

/**
 * The slots of an account as one state of the store has them. {@code made}: by this server, as its list says; {@code
 * faults}: by number, what was put there, changed or taken away by somebody else.
 */
record SlotRows(SlotList list, List<Slot> made, Map<Long, Tampered> faults) {

    /** None of an account without keys. Throws {@link Tampered} when the list itself is not this server's. */
    static SlotRows read(Keyed keyed, KeyRows.Rows rows) {
        int least = keyed.leastSlots();
        var found = new Found(keyed);
        rows.range(KeyRows.HEAD, KeyRows.SLOTS.afterPrefix(), false, found::visit);
        if (!found.hasHead) return new SlotRows(SlotList.none(keyed.tag()), List.of(), Map.of());
        var list = keyed.slotList(_ -> Optional.ofNullable(found.list), least);
        found.slots.removeIf(slot -> !list.has(slot) && found.isFault(slot.id(), "was put there or changed"));
        for (long number : list.slots().keySet()) {
            boolean isThere = found.faults.containsKey(number)
                || found.slots.stream().anyMatch(one -> one.id() == number);
            if (!isThere) found.isFault(number, "was taken away");
        }
        return new SlotRows(list, found.slots, found.faults);
    }

    /** What lies there. */
    private static final class Found {
        private final Keyed keyed;
        private boolean hasHead;
        private byte[] list;
        private final List<Slot> slots = new ArrayList<>();
        private final Map<Long, Tampered> faults = new HashMap<>();

        Found(Keyed keyed) { this.keyed = keyed; }

        boolean visit(Bytes key, byte[] row) {
            hasHead |= key.equals(KeyRows.HEAD);
            if (key.equals(KeyRows.SLOT_LIST)) list = row;
            if (KeyRows.isSlot(key)) slot(key, row);
            return true;
        }

        private void slot(Bytes key, byte[] row) {
            try {
                slots.add(KeyRows.slot(keyed.tag(), key, row));
            } catch (Tampered none) {
                faults.put(KeyRows.slotOf(key), none);
            }
        }

        boolean isFault(long number, String what) {
            var sentence = "slot " + number + " of account " + keyed.account() + " " + what + " by somebody else";
            faults.put(number, new Tampered(sentence));
            return true;
        }
    }

    /** Throws {@link Tampered} for one that is not as this server made it. */
    Optional<Slot> slot(long number) {
        var fault = faults.get(number);
        if (fault != null) throw fault;
        return made.stream().filter(slot -> slot.id() == number).findFirst();
    }
}
