package sigillo.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import sigillo.base.Bytes;
import sigillo.store.Tx;

/**
 * The commit of a deposit. On the hot path of the whole server: see decisions/0003 for the rows it reads and writes.
 */
final class DepositWork {

    /**
     * A deposit made ready: what could be done before the commit. {@code back}: what was expunged and comes back by it.
     * {@code octetsMax}: what the account may hold. {@code thread}: to which it belongs whatever it says.
     */
    record Ready(
            Deposit deposit, Bytes blob, FactsRow facts, byte[] meta, byte[] text, byte[] sketch, PopRow pop,
            Optional<Bytes> deliveryKey, Optional<Expunged> back, OptionalLong octetsMax, Optional<ThreadId> thread) {

        Ready(Deposit deposit, Bytes blob, FactsRow facts, byte[] meta, byte[] text, byte[] sketch, PopRow pop,
              Optional<Bytes> deliveryKey, Optional<Expunged> back, OptionalLong octetsMax) {
            this(deposit, blob, facts, meta, text, sketch, pop, deliveryKey, back, octetsMax, Optional.empty());
        }

        /** The same octets, where another Email was. */
        Ready inPlaceOf(ThreadId of, Deposit there) {
            return new Ready(there, blob, facts, meta, text, sketch, pop, deliveryKey, back, octetsMax, Optional.of(of));
        }

        /** Where so many octets go in the same commit. */
        Ready withRoom(long octets) {
            var max = octetsMax.isPresent() ? OptionalLong.of(octetsMax.getAsLong() + octets) : octetsMax;
            return new Ready(deposit, blob, facts, meta, text, sketch, pop, deliveryKey, back, max, thread);
        }

        /** Octets of the rows that grow with the message. */
        long rows() { return (long) meta.length + text.length + sketch.length + (deposit.clientText().isPresent()
            ? ClientText.OCTETS_MAX : 0); }
    }

    private final Context context;
    private final Tx tx;
    private final Ledger ledger;
    private final Ready ready;
    private final Instant receivedAt;

    /** The caller closes the ledger, after the last deposit of the commit. */
    DepositWork(Context context, Ledger ledger, Ready ready) {
        this.context = context;
        this.tx = ledger.tx();
        this.ledger = ledger;
        this.ready = ready;
        this.receivedAt = Instant.ofEpochMilli(ready.deposit.receivedAt().toEpochMilli());
    }

    Deposited run() {
        if (isDelivered()) return new Deposited.AlreadyThere();
        if (!isBack()) return new Deposited.AlreadyThere();
        if (ready.deposit.into().size() > AccountLimits.MEMBERSHIPS_OF_EMAIL_MAX) {
            return new Deposited.OverLimit("into more than " + AccountLimits.MEMBERSHIPS_OF_EMAIL_MAX + " mailboxes");
        }
        for (var mailbox : ready.deposit.into()) {
            var tally = ledger.tally(mailbox);
            if (tally.isEmpty()) return new Deposited.NoSuchMailbox(mailbox);
            // the same mailbox may come several times
            if (tally.get().uidNext + ready.deposit.into().size() - 1 > AccountLimits.UID_LAST) {
                return new Deposited.OverLimit("the UIDs of a mailbox are used up");
            }
        }
        var refused = overQuota();
        return refused.isPresent() ? refused.get() : write();
    }

    /** A queue that goes on trying, for others to whom the mail goes, renews the key: it is kept from the last attempt on. */
    private boolean isDelivered() {
        if (ready.deliveryKey.isEmpty()) return false;
        var key = Keys.delivery(ready.deliveryKey.get());
        var since = tx.get(key).map(Counter::decode);
        var now = context.clock().instant();
        since.filter(at -> at < now.minus(AccountLimits.DELIVERY_KEY_RENEWED).getEpochSecond())
            .ifPresent(_ -> tx.put(key, Counter.encode(now.getEpochSecond())));
        return since.isPresent();
    }

    /** Counted in the commit itself, so that of many that come at once no more are taken than there is room for. */
    private Optional<Deposited> overQuota() {
        if (ready.octetsMax.isEmpty() || ready.deposit.always()) return Optional.empty();
        long max = ready.octetsMax.getAsLong();
        long octets = ledger.account().octets;
        if (octets + ready.deposit.content().length() <= max) return Optional.empty();
        return Optional.of(new Deposited.OverQuota(new QuotaWork(tx).refused(octets, max, context.clock().instant())));
    }

    /** True for what is new. What was expunged comes back once; a refusal afterwards has written nothing. */
    private boolean isBack() {
        return ready.back.isEmpty() || tx.get(Keys.expunged(ready.back.get())).isPresent();
    }

    private void forgetExpunged(Expunged back) {
        var work = new ExpungedWork(tx);
        work.forget(back.expungedAt().toEpochMilli(), back.id());
        work.close();
    }

    private Deposited write() {
        var id = new EmailId(ledger.nextId());
        var threading = new Threading(tx, ready.facts);
        var thread = ready.thread.or(threading::joined).orElseGet(() -> new ThreadId(ledger.nextId()));
        threading.list(thread, id);
        var marks = marks();
        var places = new ArrayList<EmailRow.Place>();
        for (var mailbox : ready.deposit.into()) {
            places.add(new EmailRow.Place(mailbox, ledger.tally(mailbox).orElseThrow().uidNext++));
        }
        long size = ready.deposit.content().length();
        var row = new EmailRow(thread, ready.blob, size, receivedAt, tx.revision(), tx.revision(), places);
        tx.put(Keys.email(id), row.encode());
        tx.put(Keys.meta(id), sealed(ContentSeal.Kind.META, id, ready.meta));
        tx.put(Keys.text(id), sealed(ContentSeal.Kind.TEXT, id, ready.text));
        if (ready.sketch.length > 0) tx.put(Keys.sketch(id), sealed(ContentSeal.Kind.SKETCH, id, ready.sketch));
        ready.deposit.clientText().ifPresent(text -> new ClientTexts(context).keep(tx, id, ready.blob, text));
        if (ready.pop.isNeeded()) tx.put(Keys.pop(id), ready.pop.encode());
        var entry = new EntryRow(id, thread, tx.revision(), ready.deposit.deleted(), ready.pop.marks(), marks, size,
            receivedAt, Optional.of(context.clock().instant()));
        for (var place : places) ledger.add(LogRow.Kind.ARRIVED, place.mailbox(), place.uid(), entry);
        ledger.account().emails++;
        ledger.grow(size, ready.octetsMax);
        long now = context.clock().instant().getEpochSecond();
        ready.deliveryKey.ifPresent(key -> tx.put(Keys.delivery(key), Counter.encode(now)));
        ready.back.ifPresent(this::forgetExpunged);
        return new Deposited.Kept(email(id, row, ledger.keywords().names(marks)));
    }

    private byte[] sealed(ContentSeal.Kind kind, EmailId id, byte[] record) {
        return context.seal().seal(context.id(), kind, id.value(), Origin.with(ready.blob, record));
    }

    private Email email(EmailId id, EmailRow row, Set<Keyword> keywords) {
        var memberships = row.places().stream()
            .map(place -> new Email.Membership(place.mailbox(), place.uid(), tx.revision(), ready.deposit.deleted()))
            .toList();
        return new Email(id, row.thread(), row.size(), row.receivedAt(), keywords, memberships, tx.revision(),
            tx.revision());
    }

    /** Keywords beyond the limits are left out: no mail is refused for its marks. */
    private Marks marks() {
        var keywords = ready.deposit.keywords();
        if (Marks.SYSTEM.containsAll(keywords)) return new Marks(Marks.systemBits(keywords), List.of());
        var numbers = new TreeSet<Integer>();
        keywords.stream().filter(keyword -> !Marks.SYSTEM.contains(keyword)).sorted()
            .limit(AccountLimits.KEYWORDS_OF_EMAIL_MAX)
            .forEach(keyword -> ledger.keywords().numberForUse(keyword).ifPresent(numbers::add));
        return new Marks(Marks.systemBits(keywords), List.copyOf(numbers));
    }
}
