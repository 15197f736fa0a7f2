package sigillo.lists;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.base.Complaints;
import sigillo.base.Octets;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.smtp.Envelope;
import sigillo.smtp.ReversePath;
import sigillo.store.Batch;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.Transactions;
import sigillo.trace.TraceId;

/**
 * Posts that wait for the owners of their lists, sealed to their places under the server's key. A post is named before its
 * octets come, as one that is not whole, so that nothing lies there of which nobody knows. Any thread; throws {@link
 * sigillo.store.StoreException}.
 *
 * <pre>
 * h/lookup key/id8         a post; whether it is whole
 * p/lookup key/id8/part1   its octets, in parts
 * </pre>
 */
public final class HeldPosts {
    private static final PartitionName PARTITION = new PartitionName("held-posts");
    private static final String ID_USE = "sgl1/held-post";
    private static final int VERSION = 1;
    private static final int ID_OCTETS = 8;
    private static final int PART_OCTETS = 256 << 10;

    private final Transactions transactions;
    private final Secret key;
    private final Randomness randomness;
    private final InstantSource clock;
    private final Complaints complaints;

    HeldPosts(Store store, Secret key, Randomness randomness, InstantSource clock) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.key = key;
        this.randomness = randomness;
        this.clock = clock;
        this.complaints = new Complaints(System.getLogger(HeldPosts.class.getName()), clock);
    }

    /** The same for the same job of the queue, however often it is tried. */
    String id(MailList list, String job) {
        return HexFormat.of().formatHex(SealedRow.tag(key, ID_USE, list.key() + "\0" + job), 0, ID_OCTETS);
    }

    /** False when as many wait as may: of this list, of its author's domain there, or of all. Durable when true. */
    synchronized boolean keep(MailList list, HeldPost post, Octets message) throws IOException {
        if (!hasRoom(list, post)) return false;
        put(list, post, false);
        for (int part = 0; (long) part * PART_OCTETS < message.length(); part++) {
            var row = partRow(list, post.id(), part);
            var clear = message.bytes((long) part * PART_OCTETS, (part + 1L) * PART_OCTETS, PART_OCTETS);
            write(row, SealedRow.seal(key, row.toArray(), clear, randomness));
        }
        put(list, post, true);
        return true;
    }

    private boolean hasRoom(MailList list, HeldPost post) {
        var others = rows("h/" + list.key() + "/").stream().filter(row -> !row.post.id().equals(post.id())).toList();
        long octets = others.stream().mapToLong(row -> row.post.octets()).sum();
        var domain = post.author().domain();
        long alike = others.stream().filter(row -> row.post.author().domain().equals(domain)).count();
        boolean isRoomHere = others.size() < ListLimits.HELD_MAX && octets + post.octets() <= ListLimits.HELD_OCTETS_MAX
            && alike < ListLimits.HELD_OF_DOMAIN_MAX;
        return isRoomHere && rows("h/").stream().mapToLong(row -> row.post.octets()).sum() + post.octets() <= ListLimits.HELD_OCTETS_OF_ALL_MAX;
    }

    /** In the order of their ids. */
    public List<HeldPost> of(MailList list) {
        return rows("h/" + list.key() + "/").stream().filter(Row::isWhole).map(Row::post).toList();
    }

    public Optional<HeldPost> post(MailList list, String id) {
        if (!id.matches("[0-9a-f]{16}")) return Optional.empty();
        var row = postRow(list, id);
        return transactions.partition().get(row).flatMap(value -> opened(row, value)).filter(Row::isWhole).map(Row::post);
    }

    /** In memory: it is one at a time, and of {@link ListLimits#MESSAGE_OCTETS_MAX}. */
    Octets message(MailList list, HeldPost post) {
        var all = new ByteArrayOutputStream((int) post.octets());
        for (int part = 0; (long) part * PART_OCTETS < post.octets(); part++) {
            var row = partRow(list, post.id(), part);
            var sealed = transactions.partition().get(row).orElseThrow(() -> new Damaged("a part of a held post is missing", null));
            try {
                all.writeBytes(SealedRow.open(key, row.toArray(), sealed));
            } catch (SealBroken broken) {
                throw new Damaged("a held post is not as this server wrote it", broken);
            }
        }
        return Octets.of(all.toByteArray());
    }

    synchronized void remove(MailList list, String id) { remove(list.key(), id); }

    private void remove(String list, String id) {
        var prefix = Bytes.wrap(concat("p/" + list + "/", HexFormat.of().parseHex(id)));
        var parts = new ArrayList<Bytes>();
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (row, _) -> parts.add(row));
        parts.add(Bytes.wrap(concat("h/" + list + "/", HexFormat.of().parseHex(id))));
        for (var row : parts) {
            transactions.write(Batch.Lane.BULK, tx -> {
                tx.delete(row);
                return null;
            });
        }
    }

    /** With the list. */
    synchronized void forget(MailList list) { ids("h/" + list.key() + "/").forEach(one -> remove(one.list, one.id)); }

    /** Those that nobody wanted in time, and what a stop left of one that was not whole. Returns how many posts. */
    synchronized int tidy() {
        var now = clock.instant();
        int gone = 0;
        for (var one : ids("h/")) {
            var row = Bytes.wrap(concat("h/" + one.list + "/", HexFormat.of().parseHex(one.id)));
            var held = transactions.partition().get(row).flatMap(value -> opened(row, value));
            boolean stays = held.filter(there -> there.post.since().plus(there.isWhole ? ListLimits.HELD_FOR : ListLimits.HELD_UNFINISHED_FOR).isAfter(now)).isPresent();
            if (stays) continue;
            remove(one.list, one.id);
            gone++;
        }
        return gone;
    }

    // ---- rows ----

    private record Row(HeldPost post, boolean isWhole) {}

    private record Place(String list, String id) {}

    private List<Row> rows(String prefix) {
        var all = new ArrayList<Row>();
        var from = Bytes.utf8(prefix);
        transactions.partition().range(from, from.afterPrefix(), false, (row, value) -> {
            opened(row, value).ifPresent(all::add);
            return true;
        });
        return all;
    }

    private List<Place> ids(String prefix) {
        var all = new ArrayList<Place>();
        var from = Bytes.utf8(prefix);
        transactions.partition().range(from, from.afterPrefix(), false, (row, _) -> {
            var octets = row.toArray();
            int end = octets.length - ID_OCTETS - 1;
            return all.add(new Place(new String(octets, 2, end - 2, StandardCharsets.UTF_8),
                HexFormat.of().formatHex(Arrays.copyOfRange(octets, octets.length - ID_OCTETS, octets.length))));
        });
        return all;
    }

    private void put(MailList list, HeldPost post, boolean isWhole) {
        var row = postRow(list, post.id());
        write(row, SealedRow.seal(key, row.toArray(), encode(post, isWhole), randomness));
    }

    private void write(Bytes row, byte[] value) {
        transactions.write(tx -> {
            tx.put(row, value);
            return null;
        });
    }

    private static byte[] encode(HeldPost post, boolean isWhole) {
        var envelope = post.envelope();
        var out = new RowOut(VERSION, 1_000).flag(isWhole).text(post.id()).time(post.since()).address(post.author()).text(post.subject())
            .text(post.preview()).text(post.why()).text(post.trace().text()).number(post.octets());
        out.optional(envelope.from().sender(), out::address).octet(envelope.body().ordinal()).flag(envelope.smtpUtf8()).octet(envelope.tls().ordinal());
        return out.done();
    }

    /** One that is damaged is as if it were not there, and goes at the next {@link #tidy}. */
    private Optional<Row> opened(Bytes row, byte[] value) {
        try {
            var in = new RowIn(SealedRow.open(key, row.toArray(), value), VERSION);
            boolean isWhole = in.flag();
            var id = in.text();
            var since = in.time();
            var author = in.address();
            var subject = in.text();
            var preview = in.text();
            var why = in.text();
            var trace = new TraceId(in.text());
            long octets = in.number();
            var from = in.optional(in::address).<ReversePath>map(ReversePath.From::new).orElse(new ReversePath.Null());
            var envelope = new Envelope(from, List.of(), Optional.empty(), Optional.empty(), Envelope.Body.values()[in.octet()], in.flag(),
                Optional.empty(), Envelope.Tls.values()[in.octet()]);
            return Optional.of(new Row(new HeldPost(id, since, author, subject, preview, why, envelope, trace, octets), isWhole));
        } catch (SealBroken | Damaged | IndexOutOfBoundsException broken) {
            complaints.add("a held post is not as this server wrote it", broken);
            return Optional.empty();
        }
    }

    private static Bytes postRow(MailList list, String id) { return Bytes.wrap(concat("h/" + list.key() + "/", HexFormat.of().parseHex(id))); }

    private static Bytes partRow(MailList list, String id, int part) {
        var octets = HexFormat.of().parseHex(id);
        return Bytes.wrap(concat("p/" + list.key() + "/", ByteBuffer.allocate(octets.length + 1).put(octets).put((byte) part).array()));
    }

    private static byte[] concat(String prefix, byte[] rest) {
        var first = prefix.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(first.length + rest.length).put(first).put(rest).array();
    }
}
