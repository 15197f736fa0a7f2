package sigillo.sealing;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import sigillo.base.Bytes;
import sigillo.base.Sha256;

/**
 * Which slots an account has, with the host's mark. Every new root key is sealed to each slot's public key, by
 * whoever renews keys and knows nobody's secret: so whoever can write to the store and not read the host's secret may
 * not add a slot of his own, put another public key into one, or bring one back that was taken away. {@code revision}
 * counts the changes. {@code wrapsTo}: what comes is encrypted to the OpenPGP certificate of this fingerprint before
 * it is sealed; empty where it is not. {@code textsTo}: the public key to which text records of it are sealed, for
 * its owner's browsers ({@link ClientTextSeal}); empty where there are none. They stand here so that nobody changes
 * that, or whom it is for, who cannot add a slot.
 */
public record SlotList(
        long account, int revision, Bytes wrapsTo, Bytes textsTo, SortedMap<Long, Entry> slots, Bytes mark) {
    private static final int HASH_OCTETS = 32;
    private static final int ENTRY_OCTETS = 8 + 1 + 1 + HASH_OCTETS;

    /** {@code hash}: SHA-256 of the public key. {@code waits}: it is given nothing yet, and opens nothing. */
    public record Entry(Slot.Kind kind, boolean waits, Bytes hash) {}

    public SlotList {
        slots = new TreeMap<>(slots);
        boolean isKey = textsTo.length() == 0 || textsTo.length() == XWing.PUBLIC_OCTETS;
        if (!isKey) throw new IllegalArgumentException("a public key has " + XWing.PUBLIC_OCTETS + " octets");
    }

    /** Of an account that has none yet; no host has marked it. */
    public static SlotList none(long account) { return new SlotList(account, 0, Bytes.EMPTY, Bytes.EMPTY,
        new TreeMap<>(), Bytes.EMPTY); }

    /** The first one. */
    public static SlotList of(long account, Iterable<Slot> slots, Secret host) {
        var entries = new TreeMap<Long, Entry>();
        for (var slot : slots) entries.put(slot.id(), entry(slot, false));
        return marked(account, 1, Bytes.EMPTY, Bytes.EMPTY, entries, host);
    }

    /** The next one, with other slots. */
    public SlotList next(Map<Long, Entry> entries, Secret host) { return next(entries, wrapsTo, textsTo, host); }

    /** The next one, with other slots, or with other mail to come. */
    public SlotList next(Map<Long, Entry> entries, Bytes wrapsTo, Bytes textsTo, Secret host) {
        return marked(account, Math.addExact(revision, 1), wrapsTo, textsTo, new TreeMap<>(entries), host);
    }

    private static SlotList marked(
            long account, int revision, Bytes wrapsTo, Bytes textsTo, SortedMap<Long, Entry> entries, Secret host) {
        return new SlotList(account, revision, wrapsTo, textsTo, entries, mark(account, revision, wrapsTo, textsTo,
            entries, host));
    }

    public static Entry entry(Slot slot, boolean waits) {
        return new Entry(slot.kind(), waits, Bytes.wrap(Sha256.of(slot.publicKey().unsafeArray())));
    }

    /** Whether the slot is the one that the host has made; how its seed and root keys are kept is bound elsewhere. */
    public boolean has(Slot slot) {
        return slot.account() == account && entry(slot, waits(slot.id())).equals(slots.get(slot.id()));
    }

    public boolean waits(long slot) { return slots.containsKey(slot) && slots.get(slot).waits; }

    /** Whether the host made it. */
    public boolean isMarkedBy(Secret host) {
        return MessageDigest.isEqual(mark.unsafeArray(), mark(account, revision, wrapsTo, textsTo, slots, host)
            .unsafeArray());
    }

    public boolean wraps() { return wrapsTo.length() > 0; }

    public boolean hasTexts() { return textsTo.length() > 0; }

    /**
     * A list that wraps has another label, and one with a key for text records a third: what has less is marked as
     * before there were others.
     */
    private static Bytes mark(
            long account, int revision, Bytes wrapsTo, Bytes textsTo, SortedMap<Long, Entry> entries, Secret host) {
        var text = ByteBuffer.allocate(12 + entries.size() * ENTRY_OCTETS + wrapsTo.length() + textsTo.length())
            .putLong(account).putInt(revision);
        entries.forEach((number, entry) ->
            text.putLong(number).put((byte) entry.kind.number()).put((byte) (entry.waits ? 1 : 0))
                .put(entry.hash.unsafeArray()));
        // of a key for text records the length is one alone, so that what is before it ends where it does
        text.put(wrapsTo.unsafeArray()).put(textsTo.unsafeArray());
        return Bytes.wrap(Kdf.derive(host, label(wrapsTo, textsTo), text.array()).octets());
    }

    private static String label(Bytes wrapsTo, Bytes textsTo) {
        if (textsTo.length() > 0) return "sgl1/slots/texts";
        return wrapsTo.length() > 0 ? "sgl1/slots/wraps" : "sgl1/slots";
    }
}
