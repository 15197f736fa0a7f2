package sigillo.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import sigillo.faults.Finding.Kind;
import sigillo.peers.ImapProbe;

/**
 * Compares what a server shows with the ledger, once it has come to rest. What was in doubt is certain afterwards: it
 * is as it is seen, and stays so.
 */
final class Check {
    private static final Pattern OURS = Pattern.compile("<out-\\d+@client\\.test>");

    private final Site site;
    private final Ledger ledger;
    /** Lives after which an attempt may be repeated: they did not end by a stop in good health. */
    private final Set<Integer> broken;
    private final Map<String, Shown> before = new HashMap<>();
    private List<Finding> findings = new ArrayList<>();

    Check(Site site, Ledger ledger, Set<Integer> broken) {
        this.site = site;
        this.ledger = ledger;
        this.broken = broken;
    }

    List<Finding> run() throws IOException {
        findings = new ArrayList<>();
        for (var why : site.rest()) found(Kind.NOT_SENT, why);
        var notices = new HashMap<String, Integer>();
        for (var account : Site.ACCOUNTS) {
            var seen = new HashMap<String, List<Seen>>();
            try (var imap = site.imap(account)) {
                for (var mailbox : List.of("INBOX", "alpha", "beta")) look(imap, account, mailbox, seen, notices);
            }
            compare(account, seen);
            for (var fault : site.verify(account)) found(Kind.COUNTER, account + ": " + fault);
        }
        ledger.sent().forEach((id, sent) -> sent(id, sent, notices.getOrDefault(id, 0)));
        findings.addAll(ledger.findings());
        return findings;
    }

    private record Seen(String mailbox, Shown.Row row) {}

    private void found(Kind kind, String what) { findings.add(new Finding(kind, what)); }

    // ---- one mailbox ----

    private void look(ImapProbe imap, String account, String mailbox, Map<String, List<Seen>> seen,
            Map<String, Integer> notices) throws IOException {
        var shown = Shown.look(imap, account, mailbox);
        numbers(shown);
        uids(shown, account, mailbox);
        for (var row : shown.rows()) {
            var ours = OURS.matcher(row.text());
            if (ledger.lines().containsKey(new Ledger.Key(account, row.id()))) {
                seen.computeIfAbsent(row.id(), _ -> new ArrayList<>()).add(new Seen(mailbox, row));
            } else if (account.equals("anna") && ours.find()) {
                notices.merge(ours.group(), row.text().contains("Action: delayed") ? 0 : 1, Integer::sum);
            } else {
                found(Kind.MISPLACED, shown.place() + ": UID " + row.uid() + " is " + row.id() + ", of nobody");
            }
        }
        before.put(shown.place(), shown);
    }

    private void numbers(Shown shown) {
        long unseen = shown.rows().stream().filter(row -> !row.flags().contains("\\Seen")).count();
        long size = shown.rows().stream().mapToLong(Shown.Row::size).sum();
        same(shown, "MESSAGES", shown.messages(), shown.rows().size());
        same(shown, "UNSEEN", shown.unseen(), unseen);
        same(shown, "SIZE", shown.size(), size);
    }

    private void same(Shown shown, String what, long said, long counted) {
        if (said != counted) found(Kind.COUNTER, shown.place() + ": " + what + " is " + said + ", counted are "
            + counted);
    }

    private void uids(Shown shown, String account, String mailbox) {
        var told = ledger.uids(shown.place());
        long highest = Collections.max(told.isEmpty() ? Set.of(0L) : told.keySet());
        if (shown.uidNext() <= highest) uid(shown, highest + " was given out, but UIDNEXT is " + shown.uidNext());
        var last = Optional.ofNullable(before.get(shown.place()));
        last.ifPresent(then -> since(then, shown));
        for (var row : shown.rows()) {
            var whose = told.get(row.uid());
            boolean isOld = last.filter(then -> row.uid() < then.uidNext()).isPresent();
            if (whose != null && !whose.equals(row.id())) uid(shown, row.uid() + " was " + whose + ", is " + row.id());
            if (whose == null && isOld) uid(shown, row.uid() + " came back for " + row.id());
            if (row.uid() >= shown.uidNext()) uid(shown, row.uid() + " is not below UIDNEXT " + shown.uidNext());
            ledger.uid(new Ledger.Key(account, row.id()), mailbox, row.uid());
        }
    }

    /** Numbers that never go down. */
    private void since(Shown then, Shown now) {
        if (then.uidValidity() != now.uidValidity()) uid(now, "another UIDVALIDITY");
        if (then.uidNext() > now.uidNext()) uid(now, "UIDNEXT was " + then.uidNext() + ", is " + now.uidNext());
        if (then.modSeq() > now.modSeq()) uid(now, "HIGHESTMODSEQ was " + then.modSeq() + ", is " + now.modSeq());
    }

    private void uid(Shown shown, String what) { found(Kind.UID, shown.place() + ": UID " + what); }

    // ---- each message ----

    private void compare(String account, Map<String, List<Seen>> seen) {
        var expunged = site.expunged(account);
        var gone = new ArrayList<Ledger.Key>();
        for (var entry : ledger.lines().entrySet()) {
            var key = entry.getKey();
            if (!key.account().equals(account)) continue;
            var places = seen.getOrDefault(key.id(), List.of());
            var sums = expunged.getOrDefault(key.id(), List.of());
            var world = new World(places.stream().map(Seen::mailbox).toList(), places.isEmpty() && !sums.isEmpty());
            world(key, entry.getValue(), world);
            if (sums.size() > (places.isEmpty() ? 1 : 0)) found(Kind.UNDELETE, key + " can be had back " + sums.size()
                + " times, and is in " + world.mailboxes());
            for (var sum : sums) content(key, entry.getValue(), sum);
            for (var one : places) message(key, entry.getValue(), one);
            settle(entry.getValue(), world, places);
            if (world.equals(World.NOWHERE)) gone.add(key);
        }
        gone.forEach(ledger.lines()::remove);
        expunged.keySet().stream().filter(id -> !ledger.lines().containsKey(new Ledger.Key(account, id)))
            .forEach(id -> found(Kind.UNDELETE, account + ": " + id + " can be had back, and was never there"));
    }

    private void world(Ledger.Key key, Ledger.Line line, World world) {
        if (line.worlds.contains(world)) return;
        var kind = !world.equals(World.NOWHERE) ? Kind.MISPLACED : line.worlds.contains(World.EXPUNGED) ? Kind.UNDELETE
            : Kind.LOST;
        found(kind, key + " is " + world + ", may be " + line.worlds + "; " + line.story());
    }

    private void content(Ledger.Key key, Ledger.Line line, String sum) {
        if (!sum.equals(line.sum) && !sum.equals(Site.NOT_TOLD)) found(Kind.CHANGED, key + " was " + line.sum + ", is "
            + sum);
    }

    private void message(Ledger.Key key, Ledger.Line line, Seen one) {
        content(key, line, one.row().sum());
        var flags = one.row().flags();
        if (!flags.containsAll(line.must) || !line.may.containsAll(flags))
            found(Kind.FLAGS, key + " has " + flags + " in " + one.mailbox() + ", must have " + line.must
                + ", may have " + line.may + "; " + line.story());
    }

    private static void settle(Ledger.Line line, World world, List<Seen> places) {
        line.worlds.clear();
        line.worlds.add(world);
        line.at.keySet().retainAll(world.mailboxes());
        line.tell("seen " + world);
        if (places.isEmpty()) return;
        line.must.clear();
        line.may.clear();
        line.must.addAll(places.getFirst().row().flags());
        line.may.addAll(line.must);
    }

    // ---- what left ----

    private void sent(String id, Ledger.Sent sent, int notices) {
        int arrived = sent.arrivals.values().stream().mapToInt(n -> n).sum();
        if (sent.refusedThere) {
            if (arrived > 0) found(Kind.MISPLACED, id + " arrived where nobody is");
            if (notices > 1 || notices < 1 && sent.taken) found(Kind.NOTICE, id + " has " + notices + " notifications");
        } else {
            if (notices > 0) found(Kind.NOTICE, id + " has a notification, though it arrived " + arrived + " times");
            if (sent.taken && arrived == 0) found(Kind.NOT_SENT, id + " was taken and never arrived");
            again(id, sent);
        }
        sent.closed = true;
        if (notices > 0) sent.taken = true; // it stays told
    }

    /**
     * Each life sends it once, beyond the cuts; a later one only when the end of the one before hid what became of
     * it.
     */
    private void again(String id, Ledger.Sent sent) {
        var lives = new TreeMap<>(sent.arrivals);
        var heard = new HashSet<Integer>();
        lives.forEach((life, times) -> {
            int cuts = sent.cuts.getOrDefault(life, 0);
            if (times > 1 + cuts) found(Kind.SENT_AGAIN, id + " was sent " + times + " times in one life, with " + cuts
                + " cuts");
            if (heard.stream().anyMatch(earlier -> !broken.contains(earlier))) found(Kind.SENT_AGAIN, id
                + " was sent again after a stop: " + lives);
            if (times > cuts) heard.add(life);
        });
    }
}
