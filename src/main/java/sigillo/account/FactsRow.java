package sigillo.account;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What threading must know of an Email that is kept, in keyed hashes. {@code own} is its Message-ID's,
 * {@code references} those it is to be found under, {@code author} 0 when there is none.
 */
record FactsRow(Optional<Bytes> own, List<Bytes> references, long subject, long author, Set<Long> people) {
    private static final int VERSION = 1;
    private static final int HASH_OCTETS = 16;

    FactsRow {
        references = List.copyOf(references);
        people = Set.copyOf(people);
    }

    static FactsRow of(Clues clues, Hashes hashes) {
        var own = clues.messageId().map(id -> hashes.lookup(Hashes.Kind.MESSAGE_ID, id));
        var references = new LinkedHashSet<Bytes>();
        for (var id : clues.references()) references.add(hashes.lookup(Hashes.Kind.MESSAGE_ID, id));
        own.ifPresent(references::remove);
        var people = clues.people().stream().map(p -> hashes.compared(Hashes.Kind.PERSON, p))
            .collect(Collectors.toSet());
        long author = clues.author().map(p -> hashes.compared(Hashes.Kind.PERSON, p)).orElse(0L);
        long subject = hashes.compared(Hashes.Kind.SUBJECT, clues.subject());
        return new FactsRow(own, List.copyOf(references), subject, author, people);
    }

    FactsRow listedUnder(List<Bytes> hashes) { return new FactsRow(own, hashes, subject, author, people); }

    boolean isAbout(FactsRow other) { return subject == other.subject; }

    /**
     * Whether this, which refers to {@code parent}, goes on with it. A true answer has its subject, or is written by
     * one of its people mostly to its people; whoever takes an old message for something new to others has neither.
     */
    boolean goesOnWith(FactsRow parent) {
        if (isAbout(parent)) return true;
        if (author == 0 || !parent.people.contains(author)) return false;
        long known = people.stream().filter(person -> person != author && parent.people.contains(person)).count();
        return 2 * known >= people.size() - 1;
    }

    byte[] encode() {
        var out = new RowOut(VERSION).octet(own.isPresent() ? 1 : 0);
        own.ifPresent(hash -> out.fixed(hash.unsafeArray()));
        out.number(references.size());
        for (var hash : references) out.fixed(hash.unsafeArray());
        out.word(subject).word(author).number(people.size());
        for (long person : people) out.word(person);
        return out.done();
    }

    static FactsRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var own = in.octet() == 0 ? Optional.<Bytes>empty() : Optional.of(Bytes.wrap(in.fixed(HASH_OCTETS)));
        int count = in.count();
        var references = new ArrayList<Bytes>(count);
        for (int i = 0; i < count; i++) references.add(Bytes.wrap(in.fixed(HASH_OCTETS)));
        long subject = in.word();
        long author = in.word();
        int size = in.count();
        var people = new HashSet<Long>();
        for (int i = 0; i < size; i++) people.add(in.word());
        return new FactsRow(own, references, subject, author, people);
    }
}
