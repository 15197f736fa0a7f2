package sigillo.sending;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.store.Batch;
import sigillo.store.Damaged;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Transactions;

/**
 * Who has complained of mail from an account, and gets none of it any more until the operator lifts that or two years
 * have passed: by then an address may be somebody else's. A row each, found by a hash under a key that is not in the
 * store, and sealed under it. Any thread.
 */
public final class Unwanted {
    private static final String USE = "sgl1/unwanted";
    private static final int VERSION = 1;
    private static final int TAG_OCTETS = 16;
    private static final Duration KEPT = Duration.ofDays(SendingLimits.KNOWN_DAYS);

    /** Neither a shell nor a command takes anything in it, or the sign it begins with, for an order. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+=@-]*");

    private final Transactions transactions;
    private final Secret key;
    private final Randomness randomness = Randomness.secure();
    private final InstantSource clock;

    Unwanted(Transactions transactions, Secret key, InstantSource clock) {
        this.transactions = transactions;
        this.key = key;
        this.clock = clock;
    }

    /** {@code recipient} wants no mail of the account since {@code at}; {@code by} said so, of the message of that trace. */
    public record Complaint(Address recipient, Instant at, Address by, String trace) {
        /** The operator's order, where it can take the addresses for addresses and nothing else. */
        public String liftedBy(Address account) {
            return "sigillo complaint lift " + plain(account, "ACCOUNT") + " " + plain(recipient, "RECIPIENT");
        }

        private static String plain(Address address, String otherwise) {
            return PLAIN.matcher(address.toString()).matches() ? address.toString() : otherwise;
        }

        private byte[] encode() {
            return new RowOut(VERSION).address(recipient).time(at).address(by).text(trace).done();
        }

        private static Complaint decode(byte[] row) {
            var in = new RowIn(row, VERSION);
            return new Complaint(in.address(), in.time(), in.address(), in.text());
        }
    }

    /** Whether mail from the account to this address is refused. Throws {@link sigillo.store.StoreException}. */
    public boolean isUnwanted(AccountId account, Address recipient) {
        var place = place(account, recipient);
        return transactions.partition().get(place).flatMap(row -> open(place, row)).filter(this::counts).isPresent();
    }

    private boolean counts(Complaint complaint) { return clock.instant().isBefore(complaint.at().plus(KEPT)); }

    /** Durable when it returns. False when it was so before. Beyond the bound the oldest of the account goes. */
    public boolean add(AccountId account, Complaint complaint) {
        var place = place(account, complaint.recipient());
        boolean isMore = !isUnwanted(account, complaint.recipient());
        var over = isMore ? beyond(account, SendingLimits.UNWANTED_MAX - 1) : List.<Bytes>of();
        var sealed = SealedRow.seal(key, place.unsafeArray(), complaint.encode(), randomness);
        return transactions.write(tx -> {
            var before = tx.get(place).flatMap(row -> open(place, row)); // other servers write too
            tx.put(place, sealed);
            over.stream().filter(other -> !other.equals(place)).forEach(tx::delete);
            return before.filter(this::counts).isEmpty();
        });
    }

    /** False when there was none. */
    public boolean lift(AccountId account, Address recipient) {
        var place = place(account, recipient);
        return transactions.write(tx -> {
            boolean isThere = tx.get(place).isPresent();
            if (isThere) tx.delete(place);
            return isThere;
        });
    }

    private record Row(Bytes place, Optional<Complaint> complaint) {
        Instant at() { return complaint.map(Complaint::at).orElse(Instant.MIN); }
    }

    /** The newest first. */
    private List<Row> rows(AccountId account) {
        var rows = new ArrayList<Row>();
        var prefix = prefix(account);
        transactions.partition().range(prefix, prefix.afterPrefix(), false,
            (place, row) -> rows.add(new Row(place, open(place, row))));
        rows.sort(Comparator.comparing(Row::at).reversed());
        return rows;
    }

    private List<Bytes> beyond(AccountId account, int max) {
        return rows(account).stream().skip(max).map(Row::place).toList();
    }

    /** Of one account, the newest first. */
    public List<Complaint> of(AccountId account) {
        return rows(account).stream().flatMap(row -> row.complaint().stream()).filter(this::counts).toList();
    }

    /** Forgets what has become too old, or cannot be read. */
    void tidy(AccountId account) {
        delete(rows(account).stream().filter(row -> row.complaint().filter(this::counts).isEmpty()).map(Row::place)
            .toList());
    }

    void forget(AccountId account) { delete(rows(account).stream().map(Row::place).toList()); }

    private void delete(List<Bytes> places) {
        if (places.isEmpty()) return;
        transactions.write(Batch.Lane.BULK, tx -> {
            places.forEach(tx::delete);
            return null;
        });
    }

    /** A damaged one stops nobody. */
    private Optional<Complaint> open(Bytes place, byte[] sealed) {
        try {
            return Optional.of(Complaint.decode(SealedRow.open(key, place.unsafeArray(), sealed)));
        } catch (SealBroken | Damaged broken) {
            return Optional.empty();
        }
    }

    private Bytes place(AccountId account, Address recipient) {
        var prefix = prefix(account);
        var tag = SealedRow.tag(key, USE, account.text() + "\0" + recipient.lookupKey());
        return Bytes.wrap(ByteBuffer.allocate(prefix.length() + TAG_OCTETS).put(prefix.unsafeArray()).put(tag).array());
    }

    private static Bytes prefix(AccountId account) { return Bytes.utf8("x/" + account.text() + "/"); }
}
