package sigillo.whole;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import sigillo.peers.ImapProbe;

/**
 * What the server has acknowledged, and what it must therefore still have. Filled by the load while it runs, compared
 * with the server after each kill: every acknowledged message is there exactly once, no UID has moved or come back.
 */
final class Ledger {
    private static final Pattern UID = Pattern.compile("UID (\\d+)");
    private static final Pattern ID = Pattern.compile("(?i)message-id:\\s*(\\S+)");

    /** Message-IDs that must be in a mailbox of an account, by {@code account/mailbox}. */
    private final Map<String, Set<String>> kept = new ConcurrentHashMap<>();
    /** The same, in any one of several mailboxes: what is being moved about. */
    private final Set<String> moved = ConcurrentHashMap.newKeySet();
    /** A keyword that a message must bear. */
    private final Map<String, String> flagged = new ConcurrentHashMap<>();
    private final Map<String, Map<Long, String>> uids = new HashMap<>();

    void kept(String place, String id) { kept.computeIfAbsent(place, _ -> ConcurrentHashMap.newKeySet()).add(id); }

    void movedAbout(String id) { moved.add(id); }

    void flagged(String id, String keyword) { flagged.put(id, keyword); }

    int size() { return kept.values().stream().mapToInt(Set::size).sum() + moved.size(); }

    /** One message as a mailbox shows it. */
    record Seen(long uid, String id, String flags) {}

    /** The faults of one mailbox against the ledger; empty when all is well. */
    List<String> faults(String place, List<Seen> seen) {
        var faults = new ArrayList<String>();
        var times = new HashMap<String, Integer>();
        for (var s : seen) times.merge(s.id(), 1, Integer::sum);
        for (var id : kept.getOrDefault(place, Set.of())) {
            if (times.getOrDefault(id, 0) != 1) faults.add(place + ": " + id + " is there " + times.getOrDefault(id, 0) + " times");
        }
        for (var s : seen) {
            if (flagged.containsKey(s.id()) && !s.flags().contains(flagged.get(s.id())))
                faults.add(place + ": " + s.id() + " lost " + flagged.get(s.id()) + ", has " + s.flags());
        }
        faults.addAll(uidFaults(place, seen));
        return faults;
    }

    private List<String> uidFaults(String place, List<Seen> seen) {
        var faults = new ArrayList<String>();
        var before = uids.computeIfAbsent(place, _ -> new HashMap<>());
        long highest = before.keySet().stream().mapToLong(u -> u).max().orElse(0);
        for (var s : seen) {
            var known = before.put(s.uid(), s.id());
            if (known != null && !known.equals(s.id())) faults.add(place + ": UID " + s.uid() + " was " + known + ", is " + s.id());
            if (known == null && s.uid() <= highest) faults.add(place + ": UID " + s.uid() + " came back for " + s.id());
        }
        return faults;
    }

    /** What is moved between these mailboxes must be in exactly one of them. */
    List<String> movedFaults(List<List<Seen>> mailboxes) {
        var times = new HashMap<String, Integer>();
        for (var seen : mailboxes) for (var s : seen) times.merge(s.id(), 1, Integer::sum);
        return moved.stream().filter(id -> times.getOrDefault(id, 0) != 1).map(id -> id + " is there " + times.get(id) + " times").toList();
    }

    static List<Seen> look(ImapProbe imap, String mailbox) throws IOException {
        imap.command("SELECT " + mailbox);
        var all = new ArrayList<Seen>();
        for (var r : imap.command("UID FETCH 1:* (UID FLAGS BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])").untagged()) {
            var uid = UID.matcher(r.line());
            if (!r.line().contains("FETCH") || !uid.find()) continue;
            var id = ID.matcher(r.line());
            all.add(new Seen(Long.parseLong(uid.group(1)), id.find() ? id.group(1) : "none", r.line().replaceAll("(?s).*FLAGS \\(([^)]*)\\).*", "$1")));
        }
        return all;
    }
}
