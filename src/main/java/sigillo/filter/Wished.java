package sigillo.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sigillo.base.Address;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** What an account wants, or the operator for all: a line, which is the account's alone, and a list. Immutable. */
public record Wished(Wishes.Threshold junkFrom, List<Listed> listed) {
    /** In a list. */
    public static final int LISTED_MAX = 1_000;
    public static final Wished NOTHING = new Wished(new Wishes.Threshold.OfServer(), List.of());
    private static final int VERSION = 1;
    private static final double HUNDREDTHS = 100;

    public Wished {
        listed = List.copyOf(listed);
    }

    public record Listed(Who who, Word word) {}

    public Wished junkFrom(Wishes.Threshold other) { return new Wished(other, listed); }

    /** Instead of what was said of him before. */
    public Wished with(Who who, Word word) {
        var all = new ArrayList<>(without(who).listed);
        all.add(new Listed(who, word));
        return new Wished(junkFrom, all);
    }

    public Wished without(Who who) { return new Wished(junkFrom, listed.stream().filter(one -> !one.who.equals(who)).toList()); }

    public boolean isFull() { return listed.size() >= LISTED_MAX; }

    public boolean has(Who who) { return listed.stream().anyMatch(one -> one.who.equals(who)); }

    /**
     * What is said of him: what is most exact counts. Anybody may say that he is somebody who is allowed, so that counts only
     * of an author who was shown to be it; of somebody who is blocked nobody pretends to be him.
     */
    Optional<Word> word(Author author, Optional<Address> sender) {
        return listed.stream().filter(one -> exactness(one, author, sender) > 0)
            .max(Comparator.comparingInt(one -> exactness(one, author, sender))).map(Listed::word);
    }

    private static int exactness(Listed one, Author author, Optional<Address> sender) {
        if (one.word == Word.ALLOW && !author.isAligned()) return 0;
        var whom = one.word == Word.ALLOW ? author.address().stream() : Stream.concat(author.address().stream(), sender.stream());
        return whom.mapToInt(one.who::exactness).max().orElse(0);
    }

    byte[] encode() {
        var row = new RowOut(VERSION, 16 + 32 * listed.size());
        row.octet(switch (junkFrom) {
            case Wishes.Threshold.OfServer() -> 0;
            case Wishes.Threshold.From _ -> 1;
            case Wishes.Threshold.Never() -> 2;
        });
        if (junkFrom instanceof Wishes.Threshold.From(var score)) row.number(Math.round(score * HUNDREDTHS));
        row.number(listed.size());
        for (var one : listed) row.text(one.who.text()).octet(one.word.ordinal());
        return row.done();
    }

    /** Throws {@link sigillo.store.Damaged} for what {@link #encode} does not give. */
    static Wished decode(byte[] octets) {
        var row = new RowIn(octets, VERSION);
        var junkFrom = switch (row.octet()) {
            case 0 -> new Wishes.Threshold.OfServer();
            case 1 -> from(row.number());
            case 2 -> new Wishes.Threshold.Never();
            default -> throw RowIn.broken("a line of another version");
        };
        var listed = new ArrayList<Listed>();
        for (int left = row.count(); left > 0; left--) listed.add(new Listed(new Who(row.text()), word(row.octet())));
        return new Wished(junkFrom, listed);
    }

    private static Wishes.Threshold from(long hundredths) {
        if (hundredths < 1 || hundredths > Wishes.Threshold.SCORE_MAX * HUNDREDTHS) throw RowIn.broken("a line that is none");
        return new Wishes.Threshold.From(hundredths / HUNDREDTHS);
    }

    private static Word word(int ordinal) {
        if (ordinal >= Word.values().length) throw RowIn.broken("a word of another version");
        return Word.values()[ordinal];
    }
}
