package sigillo.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was asked of the server and what it acknowledged. Of each message it knows the worlds that may be: one after
 * an acknowledgement, two while an order is under way, or when its answer never came. Any thread.
 */
final class Ledger {
    /** A message in an account. */
    record Key(String account, String id) {}

    /** What is known of one: its keywords are at least {@code must} and at most {@code may}. */
    static final class Line {
        final String sum;
        final Set<World> worlds = new HashSet<>();
        final Set<String> must = new TreeSet<>();
        final Set<String> may = new TreeSet<>();
        /** Its UID in each mailbox where it is now, as far as it was told. */
        final Map<String, Long> at = new HashMap<>();

        private final StringBuilder story = new StringBuilder();

        Line(String sum) { this.sum = sum; }

        void tell(String step) { story.append(story.isEmpty() ? "" : ", ").append(step); }

        /** What was done with it, for who reads of a finding. */
        String story() { return story.toString(); }

        boolean isCertain() { return worlds.size() == 1 && must.equals(may); }
    }

    /**
     * A message for others: whether it was taken, how often it got there in each life, and how often without a word.
     */
    static final class Sent {
        final String sum;
        final boolean refusedThere;
        boolean taken;
        boolean closed;
        final Map<Integer, Integer> arrivals = new TreeMap<>();
        final Map<Integer, Integer> cuts = new TreeMap<>();

        Sent(String sum, boolean refusedThere) {
            this.sum = sum;
            this.refusedThere = refusedThere;
        }
    }

    private final Map<Key, Line> lines = new HashMap<>();
    private final Map<String, Sent> sent = new HashMap<>();
    /** By {@code account/mailbox}: whose each UID is, as the server told. */
    private final Map<String, Map<Long, String>> uids = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private long acknowledged;

    // ---- what comes in ----

    /** It is offered: from now on it may be in this mailbox. */
    synchronized void offered(Key key, Mail mail, String mailbox) {
        var line = new Line(mail.sum());
        line.worlds.addAll(Set.of(World.NOWHERE, World.in(mailbox)));
        line.tell("for " + mailbox);
        lines.put(key, line);
    }

    /** From now on one of these worlds may be, too. */
    synchronized void maybe(Key key, World world) {
        lines.get(key).worlds.add(world);
        lines.get(key).tell("perhaps " + world);
    }

    synchronized void certain(Key key, World world) {
        var line = lines.get(key);
        line.worlds.clear();
        line.worlds.add(world);
        line.at.keySet().retainAll(world.mailboxes());
        line.tell("surely " + world);
        acknowledged++;
    }

    /** For lack of space, which writes nothing: it is where it was. */
    synchronized void refused(Key key, World world) {
        certain(key, world);
        lines.get(key).tell("there was no space");
    }

    /** The keyword is being set or taken away. */
    synchronized void flagging(Key key, String keyword) {
        lines.get(key).may.add(keyword);
        lines.get(key).must.remove(keyword);
        lines.get(key).tell("perhaps with or without " + keyword);
    }

    synchronized void flagged(Key key, String keyword, boolean isSet) {
        var line = lines.get(key);
        if (isSet) line.must.add(keyword);
        else line.may.remove(keyword);
        line.tell("surely " + (isSet ? "with " : "without ") + keyword);
        acknowledged++;
    }

    /** The server has said that this message has this UID. */
    synchronized void uid(Key key, String mailbox, long uid) {
        var place = key.account() + "/" + mailbox;
        var line = lines.get(key);
        boolean isNews = line != null && !Long.valueOf(uid).equals(line.at.put(mailbox, uid));
        if (isNews) line.tell("UID " + uid + " of " + mailbox);
        var before = uids.computeIfAbsent(place, _ -> new TreeMap<>()).put(uid, key.id());
        if (before != null && !before.equals(key.id())) {
            findings.add(new Finding(Finding.Kind.UID, place + ": UID " + uid + " of " + before + " was given to "
                + key.id() + " again"));
        }
    }

    /** Where it is now; empty when nobody has said it. */
    synchronized Optional<Long> uid(Key key, String mailbox) {
        return Optional.ofNullable(lines.get(key).at.get(mailbox));
    }

    synchronized Map<Long, String> uids(String place) { return new TreeMap<>(uids.getOrDefault(place, Map.of())); }

    /** Of an account: messages whose world is known. */
    synchronized Map<Key, World> certain(String account) {
        var all = new HashMap<Key, World>();
        lines.forEach((key, line) -> {
            if (key.account().equals(account) && line.isCertain()) all.put(key, line.worlds.iterator().next());
        });
        return all;
    }

    // ---- what goes out ----

    synchronized void submitted(Mail mail, boolean refusedThere) {
        sent.put(mail.id(), new Sent(mail.sum(), refusedThere));
    }

    synchronized void taken(String id) {
        sent.get(id).taken = true;
        acknowledged++;
    }

    /** For lack of space, which writes nothing. */
    synchronized void notTaken(String id) { sent.get(id).closed = true; }

    /** A copy arrived at the other server, which said so unless the connection was cut. */
    synchronized void arrived(String id, String sum, int life, boolean isCut) {
        var one = sent.get(id);
        if (one == null || !one.sum.equals(sum)) {
            findings.add(new Finding(Finding.Kind.CHANGED, "outside: " + id + " arrived as " + sum));
            return;
        }
        if (one.closed) findings.add(new Finding(Finding.Kind.SENT_AGAIN, id
            + " was sent again when its end was long settled"));
        one.arrivals.merge(life, 1, Integer::sum);
        if (isCut) one.cuts.merge(life, 1, Integer::sum);
    }

    // ---- for the check ----

    synchronized void found(Finding finding) { findings.add(finding); }

    /** What was found since the last call. */
    synchronized List<Finding> findings() {
        var all = List.copyOf(findings);
        findings.clear();
        return all;
    }

    /** Not to be used while the load runs. */
    Map<Key, Line> lines() { return lines; }

    /** Not to be used while the load runs. */
    Map<String, Sent> sent() { return sent; }

    synchronized long acknowledged() { return acknowledged; }
}
