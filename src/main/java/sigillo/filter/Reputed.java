package sigillo.filter;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is known here of who sent a message, as reasons. Its own are marked by their names, so that they are not learnt from. */
final class Reputed {
    static final String FIRST_CONTACT = "first-contact";
    private static final String PREFIX = "known-";
    /** Of one mail of which this server alone has thought something. */
    private static final double THOUGHT = 0.25;
    /** Of one mail of which a person has said something, who is right. */
    private static final double SAID = 3;

    private final Reputation reputation;

    Reputed(Reputation reputation) { this.reputation = reputation; }

    /**
     * A network may be many people's, a domain too: only who writes himself is trusted much. Together they are never enough for
     * Junk: one account that says so of a sender does not decide for all.
     */
    List<Reason> reasons(Author author, Optional<InetAddress> client) {
        var sender = Sender.of(author, client);
        var all = new ArrayList<Reason>();
        var who = sender.who().map(reputation::of).orElse(Standing.NONE);
        if (!who.isKnown()) all.add(new Reason(FIRST_CONTACT, 0.4, "Nobody here has had mail from this author before."));
        known(all, "author", who, 1, -2, 2.5);
        sender.domain().map(reputation::of).ifPresent(one -> known(all, "domain", one, 0.5, -0.7, 0.75));
        sender.network().map(reputation::of).ifPresent(one -> known(all, "network", one, 0.5, -0.5, 0.75));
        return all;
    }

    private static void known(List<Reason> all, String what, Standing standing, double part, double least, double most) {
        double weight = Math.clamp(standing.odds() * part, least, most);
        if (Math.abs(weight) < 0.05) return;
        var sentence = String.format(Locale.ROOT, weight > 0 ? "Mail of its %s was spam here (%.1f of %.1f)." : "Mail of its %s was wanted here (%.1f of %.1f).",
            what, weight > 0 ? standing.junk() : standing.wanted(), standing.junk() + standing.wanted());
        all.add(new Reason(PREFIX + what, weight, sentence));
    }

    /** Whether it stands for what was known of a sender before, from which nothing may be learnt about him again. */
    static boolean isOne(Reason reason) { return reason.name().startsWith(PREFIX) || reason.name().equals(FIRST_CONTACT); }

    /** Of a mail that was taken. */
    void thought(Author author, Optional<InetAddress> client, boolean isJunk) {
        for (var name : Sender.of(author, client).all()) reputation.note(name, isJunk ? new Standing(0, THOUGHT) : new Standing(THOUGHT, 0));
    }

    /** Somebody moved it: what was thought of it was wrong. */
    void said(Author author, Optional<InetAddress> client, boolean isJunk) {
        for (var name : Sender.of(author, client).all())
            reputation.note(name, isJunk ? new Standing(-THOUGHT, SAID) : new Standing(SAID, -THOUGHT));
    }

    /** Whether its author has written before, and was wanted. */
    boolean isGood(Author author, Optional<InetAddress> client) {
        return Sender.of(author, client).who().map(reputation::of).filter(Standing::isGood).isPresent();
    }

    /** A network whose mail was wanted, more than once. */
    boolean isGood(InetAddress client) {
        var network = Sender.of(Author.NOBODY, Optional.of(client)).network().map(reputation::of);
        return network.filter(one -> one.isGood() && one.wanted() >= Deferral.GOOD_MAILS).isPresent();
    }
}
