package sigillo.account;

import java.util.ArrayList;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.store.Tx;

/**
 * Decides at delivery, for ever, to which thread an Email belongs: RFC 8621 section 3. Only a reference joins, never a
 * subject alone; and a reference joins only what goes on with the other ({@link FactsRow#goesOnWith}). A parent that
 * comes after its answer joins the answer's thread; answers to a message that never came find each other.
 */
final class Threading {
    /** Under its nearest references an Email is always listed, under farther ones only when nobody else is. */
    private static final int ALWAYS_LISTED = 2;

    private final Tx tx;
    private final FactsRow facts;

    Threading(Tx tx, FactsRow facts) {
        this.tx = tx;
        this.facts = facts;
    }

    /** The thread that the Email joins; empty when it begins one. */
    Optional<ThreadId> joined() {
        for (var reference : facts.references()) {
            for (var link : links(reference).links()) {
                if (isFoundAbove(link)) return Optional.of(link.thread());
            }
        }
        if (facts.own().isEmpty()) return Optional.empty();
        for (var link : links(facts.own().get()).links()) {
            if (isFoundBelow(link)) return Optional.of(link.thread());
        }
        return Optional.empty();
    }

    /** Keeps what later Emails must know of this one. */
    void list(ThreadId thread, EmailId email) {
        facts.own().ifPresent(own -> put(own, links(own), new LinksRow.Link(thread, email, true)));
        var listed = new ArrayList<Bytes>();
        for (var reference : facts.references()) {
            var links = links(reference);
            if (listed.size() >= ALWAYS_LISTED && !links.equals(LinksRow.NONE)) continue;
            put(reference, links, new LinksRow.Link(thread, email, false));
            listed.add(reference);
        }
        tx.put(Keys.facts(thread, email), facts.listedUnder(listed).encode());
    }

    /** Forgets an Email that is gone. */
    static void forget(Tx tx, ThreadId thread, EmailId email) {
        var key = Keys.facts(thread, email);
        tx.get(key).map(FactsRow::decode).ifPresent(facts -> {
            facts.own().ifPresent(own -> unlist(tx, own, email));
            for (var reference : facts.references()) unlist(tx, reference, email);
        });
        tx.delete(key);
    }

    /** What is listed under a reference is the parent, or another answer to it. */
    private boolean isFoundAbove(LinksRow.Link link) {
        var other = facts(link);
        if (other.isEmpty()) return false;
        return facts.goesOnWith(other.get()) || !link.own() && other.get().goesOnWith(facts);
    }

    /** What is listed under the own id is an answer, or another message with the same id. */
    private boolean isFoundBelow(LinksRow.Link link) {
        var other = facts(link);
        if (other.isEmpty()) return false;
        return link.own() ? facts.isAbout(other.get()) : other.get().goesOnWith(facts);
    }

    private Optional<FactsRow> facts(LinksRow.Link link) {
        return tx.get(Keys.facts(link.thread(), link.email())).map(FactsRow::decode);
    }

    private LinksRow links(Bytes hash) { return tx.get(Keys.links(hash)).map(LinksRow::decode).orElse(LinksRow.NONE); }

    private void put(Bytes hash, LinksRow before, LinksRow.Link more) {
        var after = before.with(more);
        if (after != before) tx.put(Keys.links(hash), after.encode());
    }

    private static void unlist(Tx tx, Bytes hash, EmailId email) {
        var key = Keys.links(hash);
        tx.get(key).map(LinksRow::decode).ifPresent(links -> {
            var left = links.without(email);
            if (left.links().isEmpty()) tx.delete(key);
            else tx.put(key, left.encode());
        });
    }
}
