package sigillo.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import sigillo.base.Bytes;
import sigillo.sealing.RecordHeader;
import sigillo.sealing.SealedRecord;
import sigillo.sealing.Secret;
import sigillo.shred.ShredKeys;
import sigillo.shred.Wrapped;
import sigillo.smtp.Envelope;
import sigillo.store.Batch;
import sigillo.store.RowIn;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.Tx;
import sigillo.trace.TraceId;

/**
 * The queue as it was until 2026-11-28: rows under small letters, with their addresses in clear; messages sealed under keys
 * of hours in a file of their own, or, from earlier, in clear. All of it is moved at the first start: rows are sealed, and
 * the key of its hour becomes the key of an entry, so that no message is written again. A move that was broken off goes on
 * at the next start. What the store's files still have of the rows is in clear until they are written anew.
 */
final class HourlyQueue {
    private static final String FILE = "hours.keys";
    private static final int VERSION = 1;
    private static final int RECORD_OCTETS = 64;
    private static final int SUM_AT = 8 + Secret.OCTETS;
    /** Recipients that one commit moves, about. */
    private static final int RECIPIENTS_OF_A_COMMIT = 500;
    private static final Bytes FIRST = Bytes.utf8("d");
    private static final Bytes END = Bytes.utf8("y");

    private final Path file;
    private final Store store;
    private final Transactions transactions;
    private final Map<Long, Secret> hours = new HashMap<>();
    /** The hour in which the file was made: what is older was never sealed, what is younger always. */
    private long since = Long.MAX_VALUE;

    /** Empty when there is nothing to move. Throws {@link IOException} when the keys of what waits are not there. */
    static Optional<HourlyQueue> in(Path folder, Store store) throws IOException {
        var file = folder.resolve(FILE);
        var partition = store.partition(QueueKeys.PARTITION);
        var first = new ArrayList<Bytes>();
        partition.range(FIRST, END, false, (key, _) -> !first.add(key));
        if (first.isEmpty() && !Files.exists(file)) return Optional.empty();
        if (!first.isEmpty() && !Files.exists(file) && anySealed(store)) {
            throw new IOException(file + " is missing, but messages that wait are sealed with it: bring it back from a backup, or make an empty file to give them up");
        }
        return Optional.of(new HourlyQueue(file, store));
    }

    private static boolean anySealed(Store store) {
        var ids = new ArrayList<Bytes>();
        store.blobs().ids(QueueKeys.BLOBS, ids::add);
        return ids.stream().anyMatch(id -> isSealed(store, id));
    }

    private static boolean isSealed(Store store, Bytes blob) {
        try {
            return SealedRecord.isOne(store.blobs().get(blob).bytes(0, RecordHeader.OCTETS, RecordHeader.OCTETS));
        } catch (IOException unreadable) {
            throw new StoreException("a message of the queue cannot be read", unreadable);
        }
    }

    private HourlyQueue(Path file, Store store) throws IOException {
        this.file = file;
        this.store = store;
        this.transactions = new Transactions(store.partition(QueueKeys.PARTITION));
        if (Files.exists(file)) readHours(Files.readAllBytes(file));
    }

    /** Records of hour (8), key (32), checksum (4), zeros; the first has no key. */
    private void readHours(byte[] octets) {
        for (int at = 0; at + RECORD_OCTETS <= octets.length; at += RECORD_OCTETS) {
            var sum = new CRC32C();
            sum.update(octets, at, SUM_AT);
            var record = ByteBuffer.wrap(octets, at, RECORD_OCTETS).slice();
            if ((int) sum.getValue() != record.getInt(SUM_AT)) continue;
            if (at == 0) since = record.getLong(0);
            else hours.put(record.getLong(0), Secret.take(Arrays.copyOfRange(octets, at + 8, at + SUM_AT)));
        }
        Arrays.fill(octets, (byte) 0);
    }

    /** Durable when it returns; the file of hours is gone then. */
    void move(QueueSeal seal) throws IOException {
        write(seal, (tx, queue) -> queue.alive(queue.alive().orElse(new AliveRow(System.currentTimeMillis(), 0))));
        for (var page = page("w", 500); !page.isEmpty(); page = page("w", 500)) {
            var rows = page;
            write(seal, (tx, queue) -> rows.forEach((key, row) -> moveDestination(tx, queue, key, row)));
        }
        for (var page = page("e", 100); !page.isEmpty(); page = page("e", 100)) moveEntries(seal, page);
        for (var page = page(FIRST, END, 500); !page.isEmpty(); page = page(FIRST, END, 500)) {
            var rows = page;
            write(seal, (tx, _) -> rows.keySet().forEach(tx::delete));
        }
        hours.values().forEach(Secret::close);
        if (Files.exists(file)) destroy(file);
    }

    private static void destroy(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate((int) channel.size()), 0);
            channel.force(true);
        }
        Files.delete(file);
    }

    private interface Move {
        void on(Tx tx, QueueTx queue);
    }

    private void write(QueueSeal seal, Move move) {
        transactions.write(Batch.Lane.BULK, tx -> {
            move.on(tx, new QueueTx(tx, seal, 0, (_, _) -> { }));
            return null;
        });
    }

    private Map<Bytes, byte[]> page(String letter, int max) { return page(Bytes.utf8(letter), Bytes.utf8(letter).afterPrefix(), max); }

    private Map<Bytes, byte[]> page(Bytes from, Bytes to, int max) {
        var page = new LinkedHashMap<Bytes, byte[]>();
        transactions.partition().range(from, to, false, (key, value) -> page.put(key, value) == null && page.size() < max);
        return page;
    }

    // ---- destinations ----

    private static void moveDestination(Tx tx, QueueTx queue, Bytes key, byte[] row) {
        var tag = queue.seal().destination(tail(key, 1).toUtf8());
        var in = new RowIn(row, VERSION);
        queue.putDestination(tag, queue.destination(tag), new DestinationRow(in.number(), in.number(), in.integer(), in.number(), in.number(),
            in.optional(in::text), in.optional(() -> LastReply.read(in))));
        tx.delete(key);
    }

    // ---- entries ----

    private void moveEntries(QueueSeal seal, Map<Bytes, byte[]> entries) {
        var moved = new ArrayList<Moved>();
        int recipients = 0;
        try (var lease = seal.lease()) {
            for (var entry : entries.entrySet()) {
                moved.add(moved(seal, lease, entry.getKey(), entry.getValue()));
                recipients += moved.getLast().rows.size();
                if (recipients >= RECIPIENTS_OF_A_COMMIT) break;
            }
            write(seal, (tx, queue) -> moved.forEach(one -> one.into(tx, queue)));
        }
    }

    private record Moved(long id, Wrapped key, EntryRow row, List<RecipientKey> keys, List<RecipientRow> rows, List<Bytes> old) {
        void into(Tx tx, QueueTx queue) {
            queue.move(id, key, row, keys, rows);
            old.forEach(tx::delete);
        }
    }

    private Moved moved(QueueSeal seal, ShredKeys.Lease lease, Bytes entryKey, byte[] value) {
        long id = QueueKeys.entryOf(entryKey);
        var entry = Former.decode(value);
        try (var key = keyFor(seal, id, entry.blob)) {
            var rows = new ArrayList<RecipientRow>();
            var keys = new ArrayList<RecipientKey>();
            var old = new ArrayList<>(List.of(entryKey));
            for (var recipient : recipients(id).entrySet()) {
                var of = QueueKeys.recipientOf(recipient.getKey());
                keys.add(of);
                rows.add(row(seal, key, of, recipient.getValue()));
                old.add(recipient.getKey());
            }
            boolean inClear = hour(entry.blob) <= since && store.blobs().has(entry.blob) && !isSealed(store, entry.blob);
            var sealed = key.seal(new Entry(entry.envelope, entry.submitter, inClear));
            var row = new EntryRow(entry.trace, entry.submitter.map(seal::submitter), entry.blob, entry.octets, entry.created, sealed);
            return new Moved(id, key.wrapped(lease), row, keys, rows, old);
        }
    }

    private static long hour(Bytes blob) { return Math.floorDiv(EntryIds.millisOf(QueueKeys.entryOfBlob(blob)), 3_600_000L); }

    /** A message whose hour has no key any more does not open, and is held in its turn. */
    private EntryKey keyFor(QueueSeal seal, long id, Bytes blob) {
        var hour = hours.get(hour(blob));
        return hour == null ? seal.fresh(id) : seal.of(id, hour.copy());
    }

    private Map<Bytes, byte[]> recipients(long id) {
        var prefix = Bytes.wrap(ByteBuffer.allocate(9).put((byte) 'r').putLong(id).array());
        return page(prefix, prefix.afterPrefix(), Integer.MAX_VALUE);
    }

    private static RecipientRow row(QueueSeal seal, EntryKey key, RecipientKey of, byte[] value) {
        var in = new RowIn(value, VERSION);
        var recipient = Addressee.readRecipient(in);
        var destination = in.text();
        var row = new RecipientRow(seal.destination(destination), in.flag(), in.integer(), in.number(), in.number(), Age.read(in), in.flag(),
            Bytes.EMPTY);
        return row.saying(key.seal(of, new Addressee(recipient, destination, in.optional(() -> LastReply.read(in)))));
    }

    private record Former(Envelope envelope, TraceId trace, Optional<String> submitter, Bytes blob, long octets, Instant created) {
        static Former decode(byte[] row) {
            var in = new RowIn(row, VERSION);
            return new Former(Entry.readEnvelope(in), new TraceId(in.text()), in.optional(in::text), Bytes.wrap(in.sized()), in.number(),
                Instant.ofEpochMilli(in.number()));
        }
    }

    private static Bytes tail(Bytes key, int from) { return Bytes.wrap(Arrays.copyOfRange(key.unsafeArray(), from, key.length())); }
}
