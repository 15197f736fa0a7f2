package sigillo.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import sigillo.base.Bytes;
import sigillo.base.Sha256;
import sigillo.store.Tx;

/**
 * What clients note of mailboxes, and of the account: RFC 5464. Rows of the mailbox, so that they stay when it is renamed; they
 * go with it. Names are found by a keyed hash, since they are compared without regard to case; names and values are sealed.
 */
final class Annotations {
    private final Context context;

    Annotations(Context context) { this.context = context; }

    /** In no order; at most {@link AnnotationLimits#ENTRIES_OF_HOLDER_MAX}. {@code mailbox}: empty for the account. */
    List<Annotation> all(Optional<MailboxId> mailbox) {
        var rows = new ArrayList<AnnotationRow>();
        context.committed().each(Keys.annotations(number(mailbox)), (_, row) -> rows.add(AnnotationRow.decode(row)));
        return rows.stream().map(row -> row.open(context)).toList();
    }

    long octets(Optional<MailboxId> mailbox) {
        var octets = new long[1];
        context.committed().each(Keys.annotations(number(mailbox)), (_, row) -> (octets[0] += row.length) > 0);
        return octets[0];
    }

    Optional<Annotation> one(Optional<MailboxId> mailbox, String name) {
        return context.committed().get(key(mailbox, name)).map(row -> AnnotationRow.decode(row).open(context));
    }

    Bytes mark(Optional<MailboxId> mailbox, String name) {
        return Bytes.wrap(Sha256.of(context.committed().get(key(mailbox, name)).orElse(new byte[0])));
    }

    private static long number(Optional<MailboxId> mailbox) { return mailbox.map(MailboxId::value).orElse(0L); }

    /** All or none. An empty value takes one away. */
    AnnotationAnswer set(Optional<MailboxId> mailbox, Map<String, Optional<Bytes>> values) {
        return set(mailbox, (Tx _) -> values);
    }

    /** One, made of what it is now. */
    AnnotationAnswer change(Optional<MailboxId> mailbox, String name, UnaryOperator<Optional<Bytes>> change) {
        return set(mailbox, tx -> {
            var now = tx.get(key(mailbox, name)).map(row -> AnnotationRow.decode(row).open(context));
            return Map.of(now.map(Annotation::name).orElse(name), change.apply(now.map(Annotation::value)));
        });
    }

    private AnnotationAnswer set(Optional<MailboxId> mailbox, Function<Tx, Map<String, Optional<Bytes>>> values) {
        context.seal().prepare(context.id());
        var max = context.quotas().octetsMax(context.id());
        return context.transactions().write(tx -> {
            var ledger = new Ledger(context, tx);
            if (mailbox.isPresent() && ledger.tally(mailbox.get()).isEmpty()) return AnnotationAnswer.NO_SUCH_MAILBOX;
            boolean isFull = max.isPresent() && ledger.account().octets >= max.getAsLong();
            return change(ledger, mailbox, values.apply(tx), isFull);
        });
    }

    /** RFC 5464 section 4.1: the inbox that is renamed keeps its own, and so has the new mailbox. */
    void copy(MailboxId from, MailboxId to) {
        var values = new HashMap<String, Optional<Bytes>>();
        for (var one : all(Optional.of(from))) values.put(one.name(), Optional.of(one.value()));
        if (!values.isEmpty()) set(Optional.of(to), values);
    }

    /** Plans first, so that a refusal has written nothing. */
    private AnnotationAnswer change(
            Ledger ledger, Optional<MailboxId> mailbox, Map<String, Optional<Bytes>> values, boolean isFull) {
        var tx = ledger.tx();
        var before = tx.get(Keys.ANNOTATION_TALLY).map(AnnotationRow.Sum::decode).orElse(AnnotationRow.Sum.NONE);
        var sum = before;
        var rows = new HashMap<Bytes, Optional<byte[]>>();
        for (var value : values.entrySet()) {
            var key = key(mailbox, value.getKey());
            var there = rows.containsKey(key) ? rows.get(key) : tx.get(key);
            if (there.isPresent()) sum = sum.plus(-1, there.get().length);
            var row = value.getValue().map(octets ->
                AnnotationRow.seal(context, ledger.nextId(), new Annotation(value.getKey(), octets)).encode());
            if (row.isPresent()) sum = sum.plus(1, row.get().length);
            rows.put(key, row);
        }
        boolean grows = sum.octets() > before.octets();
        if (grows && sum.octets() > AnnotationLimits.OCTETS_OF_ACCOUNT_MAX || countAfter(tx, mailbox, rows) > AnnotationLimits.ENTRIES_OF_HOLDER_MAX) {
            return AnnotationAnswer.TOO_MANY;
        }
        if (grows && isFull) return AnnotationAnswer.OVER_QUOTA;
        rows.forEach((key, row) -> row.ifPresentOrElse(octets -> tx.put(key, octets), () -> tx.delete(key)));
        tx.put(Keys.ANNOTATION_TALLY, sum.encode());
        tx.put(Keys.ACCOUNT, ledger.account().encode()); // its next id
        var changes = new Changes(context.id(), tx.revision(), Set.of(), false,
            Optional.of(new Changes.Annotated(mailbox, List.copyOf(values.keySet()))));
        tx.afterCommit(() -> context.listeners().tell(changes));
        return AnnotationAnswer.DONE;
    }

    private Bytes key(Optional<MailboxId> mailbox, String name) {
        return Keys.annotation(number(mailbox), context.hashes().lookup(Hashes.Kind.ANNOTATION, name.toLowerCase(Locale.ROOT)));
    }

    private static int countAfter(Tx tx, Optional<MailboxId> mailbox, Map<Bytes, Optional<byte[]>> rows) {
        var count = new int[1];
        Reads.of(tx).each(Keys.annotations(number(mailbox)), (key, _) -> {
            if (!rows.containsKey(key)) count[0]++;
            return true;
        });
        return count[0] + (int) rows.values().stream().filter(Optional::isPresent).count();
    }

    /** Within the commit in which a mailbox goes for good. */
    static void forget(Tx tx, MailboxId mailbox) {
        var keys = new HashMap<Bytes, Integer>();
        Reads.of(tx).each(Keys.annotations(mailbox.value()), (key, row) -> keys.put(key, row.length) == null);
        if (keys.isEmpty()) return;
        var sum = tx.get(Keys.ANNOTATION_TALLY).map(AnnotationRow.Sum::decode).orElse(AnnotationRow.Sum.NONE);
        for (int octets : keys.values()) sum = sum.plus(-1, octets);
        keys.keySet().forEach(tx::delete);
        tx.put(Keys.ANNOTATION_TALLY, sum.encode());
    }
}
