package sigillo.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import sigillo.account.AccountId;
import sigillo.account.ContentSeal;
import sigillo.account.Locked;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.base.Complaints;
import sigillo.base.LoggedAlarms;
import sigillo.base.OneByOne;
import sigillo.sealing.MarkedRow;
import sigillo.sealing.Secret;
import sigillo.store.Batch;
import sigillo.store.Damaged;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.Transactions;
import sigillo.store.Tx;

/**
 * A ledger an account of what happened to it, for its owner: entries are only added, each has a hash over itself and
 * the one before, and is sealed to the account, so that it is written while nobody is there and read by who has the
 * account open. In the order of commits. Writing never throws: what cannot be written is in the server's log. Any
 * thread.
 *
 * <pre>
 * h          where it begins and ends; which version of the program wrote last
 * e/number8  an entry: its hash, and its text as it is sealed
 * </pre>
 */
public final class OwnersLedger {
    private static final int VERSION = 1;
    private static final String PREFIX = "ledger/";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Bytes HEAD = Bytes.utf8("h");

    private final Store store;
    private final ContentSeal seal;
    private final Supplier<String> program;
    private final InstantSource clock;
    private final Complaints complaints;
    private final int entriesMax;
    private final int letGoAtOnce;
    private final Map<String, Instant> lately = new LinkedHashMap<>();
    private volatile Predicate<AccountId> isThere = _ -> true;
    private volatile Optional<Secret> marking = Optional.empty();
    private volatile Alarms alarms = new LoggedAlarms();

    /** {@code program}: which version of this program writes. */
    public OwnersLedger(Store store, ContentSeal seal, Supplier<String> program, InstantSource clock) {
        this(store, seal, program, clock, LedgerLimits.ENTRIES_MAX, LedgerLimits.LET_GO_AT_ONCE);
    }

    OwnersLedger(Store store, ContentSeal seal, Supplier<String> program, InstantSource clock, int entriesMax,
            int letGoAtOnce) {
        this.entriesMax = entriesMax;
        this.letGoAtOnce = letGoAtOnce;
        this.store = store;
        this.seal = seal;
        this.program = program;
        this.clock = clock;
        this.complaints = new Complaints(System.getLogger(OwnersLedger.class.getName()), clock);
    }

    /** Before the first entry: false for an account that is removed, of which nothing may stay behind. */
    public OwnersLedger knowing(Predicate<AccountId> accounts) {
        isThere = accounts;
        return this;
    }

    /**
     * Before the first entry: heads bear this server's mark from then on. One that does not, or that is gone while its
     * entries are there, is an alarm, and an entry says it to the owner. {@code key} stays the caller's, and open.
     */
    public OwnersLedger marking(Secret key, Alarms named) {
        marking = Optional.of(key);
        alarms = named;
        return this;
    }

    /**
     * Marks heads from before a release that marks: once, at a start. May be done again. Throws {@link OneByOne.Failed}
     * when those of the others are marked.
     */
    public static void adopt(Store store, Secret key) {
        OneByOne.each(store.partitions(PREFIX), PartitionName::text, name -> adopt(store, name, key));
    }

    private static void adopt(Store store, PartitionName name, Secret key) {
        new Transactions(store.partition(name)).write(tx -> {
            tx.get(HEAD).filter(value -> !MarkedRow.isMarked(key, place(name), value))
                .ifPresent(value -> tx.put(HEAD, MarkedRow.marked(key, place(name), value)));
            return null;
        });
    }

    private static byte[] place(PartitionName name) { return (name.text() + "/h").getBytes(StandardCharsets.UTF_8); }

    /** {@code what}: a word for programs; {@code with}: what more is known, by short names, no secret. */
    public record Event(String what, Map<String, String> with) {
        public Event { with = Map.copyOf(with); }

        public static Event of(String what) { return new Event(what, Map.of()); }
    }

    private record Head(LedgerHead place, String program) {}

    // ---- writing ----

    public void add(AccountId account, Event event) {
        try {
            write(account, event);
            if (!isThere.test(account)) forget(account); // removed meanwhile: what went before this came is here again
        } catch (RuntimeException trouble) {
            complaints.add("an entry of the ledger of account " + account + " could not be written", trouble);
        }
    }

    /** As {@link #add}, once in {@link LedgerLimits#SIGN_INS_TOGETHER} of what is alike: a mail program comes often. */
    public void addOnceAnHour(AccountId account, Event event) {
        var key = account.text() + "\n" + text(event, "");
        var now = clock.instant();
        if (isNew(key, now)) add(account, event);
    }

    private synchronized boolean isNew(String key, Instant now) {
        var before = lately.get(key);
        if (before != null && now.isBefore(before.plus(LedgerLimits.SIGN_INS_TOGETHER))) return false;
        lately.remove(key);
        lately.put(key, now);
        if (lately.size() > LedgerLimits.REMEMBERED_MAX) lately.remove(lately.keySet().iterator().next());
        return true;
    }

    private void write(AccountId account, Event event) {
        seal.prepare(account);
        var version = program.get();
        new Transactions(partition(account)).write(Batch.Lane.PROMPT, tx -> {
            var kept = tx.get(HEAD);
            var head = kept.map(OwnersLedger::head).orElse(new Head(LedgerHead.NONE, ""));
            var place = head.place;
            if (isDoubtful(tx, account, kept)) place = append(tx, account, place, Event.of("headDoubtful"));
            if (!head.program.equals(version)) place = append(tx, account, place,
                new Event("program", Map.of("version", version)));
            place = bounded(tx, account, append(tx, account, place, event));
            tx.put(HEAD, marked(account, encoded(new Head(place, version))));
            return null;
        });
    }

    private byte[] marked(AccountId account, byte[] head) {
        return marking.map(key -> MarkedRow.marked(key, place(name(account)), head)).orElse(head);
    }

    private boolean isDoubtful(Tx tx, AccountId account, Optional<byte[]> kept) {
        if (marking.isEmpty()) return false;
        boolean isOurs = kept.isPresent() ? MarkedRow.isMarked(marking.get(), place(name(account)), kept.get())
            : !hasEntries(tx);
        if (!isOurs) alarms.raise("ledger of account " + account, "The head of the ledger of account " + account
            + (kept.isPresent() ? " was not written by this server" : " is gone, while entries of it are there")
                + ": look who wrote to the store.",
            "La testa del registro dell'account " + account
            + (kept.isPresent() ? " non è stata scritta da questo server" : " non c'è più, mentre ci sono sue voci")
                + ": guarda chi ha scritto nell'archivio.");
        return !isOurs;
    }

    private static boolean hasEntries(Tx tx) {
        var any = new boolean[1];
        var entries = Bytes.utf8("e/");
        tx.range(entries, entries.afterPrefix(), false, (_, _) -> {
            any[0] = true;
            return false;
        });
        return any[0];
    }

    private LedgerHead append(Tx tx, AccountId account, LedgerHead place, Event event) {
        var at = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        var text = text(event, "\"at\":\"" + at + "\",\"salt\":\"" + salt() + "\",");
        var hash = LedgerLine.hash(place.last(), text);
        var sealed = seal.seal(account, ContentSeal.Kind.LEDGER, place.next(), text.getBytes(StandardCharsets.UTF_8));
        tx.put(row(place.next()), new RowOut(VERSION, sealed.length + 40).fixed(hash.toArray()).sized(sealed).done());
        return new LedgerHead(place.first(), place.next() + 1, place.before(), hash);
    }

    /** So that nobody finds a text by the hash that lies beside it in clear. */
    private static String salt() {
        var random = new byte[16];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** The oldest are let go; the ledger says which, and with which hash the rest goes on. */
    private LedgerHead bounded(Tx tx, AccountId account, LedgerHead place) {
        if (place.count() <= entriesMax) return place;
        long first = place.first() + letGoAtOnce;
        var before = tx.get(row(first - 1)).map(OwnersLedger::hash).orElseThrow(() -> gone(first - 1));
        for (long number = place.first(); number < first; number++) tx.delete(row(number));
        var kept = new LedgerHead(first, place.next(), before, place.last());
        return append(tx, account, kept,
            new Event("letGo", Map.of("upTo", Long.toString(first - 1), "hash", LedgerLine.hex(before))));
    }

    /** The account is removed. */
    public void forget(AccountId account) { store.remove(name(account)); }

    /** All that have one. */
    public List<AccountId> accounts() {
        return store.partitions(PREFIX).stream().map(name -> new AccountId(name.text().substring(PREFIX.length())))
            .toList();
    }

    // ---- reading ----

    public LedgerHead head(AccountId account) {
        return partition(account).get(HEAD).map(OwnersLedger::head).map(Head::place).orElse(LedgerHead.NONE);
    }

    /**
     * {@code [from, to)}, as far as it is kept, {@link LedgerLimits#PAGE} at most. Without text where the account is
     * not open.
     */
    public List<LedgerLine> lines(AccountId account, long from, long to) {
        var lines = new ArrayList<LedgerLine>();
        long end = Math.min(to, from + LedgerLimits.PAGE);
        for (long number = from; number < end; number++) {
            var row = partition(account).get(row(number));
            if (row.isPresent()) lines.add(opened(account, number, row.get()));
        }
        return lines;
    }

    private LedgerLine opened(AccountId account, long number, byte[] value) {
        var in = new RowIn(value, VERSION);
        var hash = Bytes.wrap(in.fixed(LedgerLine.HASH_OCTETS));
        try {
            var text = seal.open(account, ContentSeal.Kind.LEDGER, number, in.sized());
            return new LedgerLine(number, hash, Optional.of(new String(text, StandardCharsets.UTF_8)));
        } catch (Locked closed) {
            return new LedgerLine(number, hash, Optional.empty());
        }
    }

    // ---- text ----

    /** {@code first}: members before the others. */
    private static String text(Event event, String first) {
        var text = new StringBuilder("{").append(first).append("\"what\":").append(quoted(event.what));
        event.with.entrySet().stream().sorted(Map.Entry.comparingByKey()).limit(LedgerLimits.VALUES_MAX)
            .forEach(one -> text.append(',').append(quoted(one.getKey())).append(':').append(quoted(one.getValue())));
        return text.append('}').toString();
    }

    /** RFC 8259 section 7; all that is no letter, digit or sign of ASCII's is escaped. */
    private static String quoted(String value) {
        var text = new StringBuilder("\"");
        value.chars().limit(LedgerLimits.VALUE_CHARACTERS_MAX).forEach(c -> {
            boolean isPlain = c >= ' ' && c < 0x7F && c != '"' && c != '\\';
            text.append(isPlain ? Character.toString(c) : "\\u%04x".formatted(c));
        });
        return text.append('"').toString();
    }

    // ---- rows ----

    private Partition partition(AccountId account) { return store.partition(name(account)); }

    private static PartitionName name(AccountId account) { return new PartitionName(PREFIX + account.text()); }

    private static Bytes row(long number) {
        return Bytes.wrap(ByteBuffer.allocate(10).put((byte) 'e').put((byte) '/').putLong(number).array());
    }

    private static byte[] encoded(Head head) {
        return new RowOut(VERSION, 120).number(head.place.first()).number(head.place.next())
            .fixed(head.place.before().toArray())
            .fixed(head.place.last().toArray()).text(head.program).done();
    }

    private static Head head(byte[] value) {
        var in = new RowIn(value, VERSION);
        var place = new LedgerHead(in.number(), in.number(), Bytes.wrap(in.fixed(LedgerLine.HASH_OCTETS)),
            Bytes.wrap(in.fixed(LedgerLine.HASH_OCTETS)));
        return new Head(place, in.text());
    }

    private static Bytes hash(byte[] row) { return Bytes.wrap(new RowIn(row, VERSION).fixed(LedgerLine.HASH_OCTETS)); }

    private static Damaged gone(long number) { return new Damaged("entry " + number + " of a ledger is gone", null); }
}
