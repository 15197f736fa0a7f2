package sigillo.account;

import java.lang.System.Logger.Level;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import sigillo.base.Glance;
import sigillo.message.FieldSheet;
import sigillo.message.MetaRecord;
import sigillo.message.MetaRecord.Field;
import sigillo.store.Batch;
import sigillo.store.StoreException;
import sigillo.store.Tx;

/**
 * Fields of the envelopes of many Emails, by sheets of 256 ids that lie side by side (decision 0061); of an Email that
 * is in none by its own record. Where it has read many so, it makes a sheet of them. Quick when it is asked in the
 * order of their ids. What is wrong with a sheet keeps nobody from what it says. One thread; closing it keeps the
 * sheets that were made.
 */
final class FieldScan implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FieldScan.class.getName());
    private static final int AHEAD_OCTETS_MAX = 128 << 10;
    /** Fewer that are new are left for later: a sheet is written as a whole. */
    private static final int NEW_MIN = 32;
    /** Of so few of a sheet each is read by itself: opening a sheet costs as much as some records. */
    private static final int ASKED_MIN = 8;
    /** Of sheets that are kept in one commit, each of 129 KiB at most, mostly of 20: every other id is a thread's. */
    private static final int MADE_OCTETS_MAX = 128 << 10;

    private final Context context;
    private final MetaScan metas;
    private final RecordScan sheets;
    private final Map<Long, Made> made = new LinkedHashMap<>();
    private int madeOctets;
    private Current current = new Current(-1);
    private int askedBefore = ASKED_MIN; // of the sheet before
    private EmailId last; // that was read by itself
    private Optional<MetaRecord> lastRecord = Optional.empty();

    private record Made(byte[] sealed, BitSet places) {}

    /** {@code metas}: who reads the record of one Email. */
    FieldScan(Context context, MetaScan metas) {
        this.context = context;
        this.metas = metas;
        this.sheets = new RecordScan(context, ContentSeal.Kind.FIELDS, AHEAD_OCTETS_MAX);
    }

    /** The sheet that is looked at, and what is new for it. */
    private static final class Current {
        final long number;
        boolean isRead;
        boolean isLocked; // in part: then it is not made anew
        Optional<FieldSheet> sheet = Optional.empty();
        OptionalLong key = OptionalLong.empty(); // the newest of its parts
        FieldSheet.Draft draft;
        int asked;
        int fresh;

        Current(long number) { this.number = number; }
    }

    /** From 1. */
    static long sheet(EmailId id) { return (id.value() >> FieldSheet.PLACES_LOG) + 1; }

    /** Of the first place. */
    static long firstEmail(long sheet) { return sheet - 1 << FieldSheet.PLACES_LOG; }

    private static int place(EmailId id) { return (int) id.value() & FieldSheet.PLACES - 1; }

    /**
     * As the message has it, there until the next is asked for; empty when it has none. As {@link MetaScan#record}
     * throws.
     */
    Optional<Glance> octets(EmailId id, Field field) {
        if (id.equals(last)) return lastRecord.flatMap(record -> record.octets(field));
        if (sheet(id) != current.number) turnTo(sheet(id));
        current.asked++;
        var sheet = sheet();
        if (sheet.isPresent() && sheet.get().isWhole(place(id))) return sheet.get().octets(place(id), field);
        last = null;
        lastRecord = metas.record(id);
        last = id;
        lastRecord.ifPresent(record -> note(id, record, metas.key()));
        return lastRecord.flatMap(record -> record.octets(field));
    }

    private Optional<FieldSheet> sheet() {
        if (!current.isRead && Math.max(askedBefore, current.asked) >= ASKED_MIN) {
            current.isRead = true;
            read();
        }
        return current.sheet;
    }

    private void read() {
        try {
            current.sheet = sheets.get(new EmailId(current.number)).flatMap(FieldSheet::decode);
            if (current.sheet.isPresent()) current.key = sheets.key();
        } catch (Locked locked) {
            current.isLocked = true;
        } catch (StoreException broken) {
            LOG.log(Level.WARNING, "fields of many Emails cannot be read, and are made anew: " + broken.getMessage());
        }
    }

    /** A record that was read by itself, for the sheet. */
    private void note(EmailId id, MetaRecord record, OptionalLong key) {
        boolean isThere = key.isEmpty() || current.sheet.isPresent() && current.sheet.get().has(place(id));
        if (isThere || !current.isRead) return;
        if (current.draft == null) current.draft = new FieldSheet.Draft();
        if (current.draft.has(place(id))) return;
        current.draft.add(place(id), record);
        current.key = OptionalLong.of(Math.max(current.key.orElse(Long.MIN_VALUE), key.getAsLong()));
        current.fresh++;
    }

    private void turnTo(long number) {
        make();
        askedBefore = current.number < 0 ? ASKED_MIN : current.asked;
        current = new Current(number);
    }

    private void make() {
        if (current.fresh < NEW_MIN || current.isLocked) return;
        current.sheet.ifPresent(current.draft::addAll);
        try {
            var sealed = context.seal().sealUnder(context.id(), current.key.orElseThrow(), ContentSeal.Kind.FIELDS,
                current.number,
                current.draft.encode());
            sealed.ifPresent(this::madeOf);
        } catch (StoreException notNow) { // its owner has gone meanwhile, or a key is damaged, of which there is an alarm
            LOG.log(Level.DEBUG, "fields of many Emails were not sealed: " + notNow.getMessage());
        }
        if (madeOctets >= MADE_OCTETS_MAX) keep();
    }

    private void madeOf(byte[] sealed) {
        made.put(current.number, new Made(sealed, current.draft.places()));
        madeOctets += sealed.length;
    }

    private void keep() {
        try {
            if (!made.isEmpty()) context.transactions().write(Batch.Lane.BULK, this::kept);
        } catch (StoreException refused) {
            LOG.log(Level.DEBUG, "fields of many Emails were not kept: " + refused.getMessage());
        }
        made.clear();
        madeOctets = 0;
    }

    /** Those of which each Email is still there: what is expunged is in no sheet. */
    private Void kept(Tx tx) {
        made.forEach((number, sheet) -> {
            var gone = (BitSet) sheet.places.clone();
            gone.andNot(there(tx, number));
            if (gone.isEmpty()) tx.put(Keys.fields(number), sheet.sealed);
        });
        return null;
    }

    /** The places of the Emails that there are. */
    static BitSet there(Tx tx, long number) {
        var there = new BitSet(FieldSheet.PLACES);
        long first = firstEmail(number);
        var from = Keys.email(new EmailId(Math.max(1, first)));
        tx.range(from, Keys.email(new EmailId(first + FieldSheet.PLACES)), false, (key, _) -> {
            there.set((int) (Keys.first(key) - first));
            return true;
        });
        return there;
    }

    @Override public void close() {
        make();
        sheets.close();
        keep();
        current = new Current(-1);
        last = null;
        lastRecord = Optional.empty();
    }
}
