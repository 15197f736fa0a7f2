package sigillo.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sigillo.peers.ImapProbe;

/**
 * Someone at an IMAP program: appends, marks, moves, copies, expunges, and has back what was expunged. Two of one
 * account share its mail out, so that nobody's order crosses another's.
 */
final class Sorter implements Load.Client {
    private static final List<String> KEYWORDS = List.of("\\Seen", "\\Flagged", "\\Answered", "red", "green", "blue");
    private static final Pattern APPENDED = Pattern.compile("APPENDUID \\d+ (\\d+)");
    private static final Pattern COPIED = Pattern.compile("COPYUID \\d+ (\\S+) ([0-9:,]+)");
    private static final Pattern FOUND = Pattern.compile("SEARCH((?: \\d+)*)");
    private static final int TOGETHER_MAX = 4;

    private final Site site;
    private final Ledger ledger;
    private final Load.Numbers numbers;
    private final Random random;
    private final String account;
    private final int part;
    private volatile ImapProbe imap;
    private String selected = "";

    Sorter(Site site, Ledger ledger, Load.Numbers numbers, Random random, String account, int part) {
        this.site = site;
        this.ledger = ledger;
        this.numbers = numbers;
        this.random = random;
        this.account = account;
        this.part = part;
    }

    @Override public void connect() throws IOException {
        selected = "";
        imap = site.imap(account);
    }

    @Override public void disconnect() { if (imap != null) imap.close(); }

    @Override public void once() throws IOException {
        int what = random.nextInt(10);
        if (what < 2) append();
        else if (what == 9 && site.undeletes()) haveBack();
        else onSome(what);
    }

    private void append() throws IOException {
        var mailbox = any(Site.MAILBOXES);
        var mail = Mail.of(numbers.fresh("append"), site.address(account), site.address(account), random);
        var key = new Ledger.Key(account, mail.id());
        ledger.offered(key, mail, mailbox);
        var answer = imap.append(mailbox, mail.octets());
        if (isForLackOfSpace(answer)) ledger.refused(key, World.NOWHERE);
        if (!answer.isOk()) return;
        ledger.certain(key, World.in(mailbox));
        var uid = APPENDED.matcher(answer.tagged().line());
        if (uid.find()) ledger.uid(key, mailbox, Long.parseLong(uid.group(1)));
    }

    /** Something to several messages of one mailbox, of which nothing is in doubt. */
    private void onSome(int what) throws IOException {
        var mine = mine();
        var mailbox = any(List.of("INBOX", "alpha", "beta"));
        mine.values().removeIf(world -> !world.mailboxes().contains(mailbox));
        var chosen = some(mine);
        if (chosen.isEmpty()) return;
        select(mailbox);
        var uids = uids(mailbox, chosen);
        if (uids.isEmpty()) return;
        switch (what) {
            case 2, 3, 4 -> mark(uids);
            case 5, 6 -> carry(mailbox, chosen, uids, true);
            case 7 -> carry(mailbox, chosen, uids, false);
            default -> expunge(mailbox, chosen, uids);
        }
    }

    private Map<Ledger.Key, World> mine() {
        var mine = new TreeMap<Ledger.Key, World>((a, b) -> a.id().compareTo(b.id()));
        ledger.certain(account).forEach((key, world) -> {
            if (Math.floorMod(key.id().hashCode(), 2) == part) mine.put(key, world);
        });
        return mine;
    }

    private Map<Ledger.Key, World> some(Map<Ledger.Key, World> all) {
        var chosen = new TreeMap<Ledger.Key, World>((a, b) -> a.id().compareTo(b.id()));
        var left = new ArrayList<>(all.entrySet());
        for (int n = 1 + random.nextInt(TOGETHER_MAX); n > 0 && !left.isEmpty(); n--) {
            var one = left.remove(random.nextInt(left.size()));
            chosen.put(one.getKey(), one.getValue());
        }
        return chosen;
    }

    /** What others have put there is told before it is named. */
    private void select(String mailbox) throws IOException {
        imap.command(selected.equals(mailbox) ? "NOOP" : "SELECT " + mailbox);
        selected = mailbox;
    }

    /** As they were told, or found by the Message-ID where nobody told. */
    private Map<Long, Ledger.Key> uids(String mailbox, Map<Ledger.Key, World> chosen) throws IOException {
        var uids = new TreeMap<Long, Ledger.Key>();
        for (var key : chosen.keySet()) {
            var told = ledger.uid(key, mailbox);
            var uid = told.isPresent() ? told : search(key.id());
            uid.ifPresent(number -> uids.put(number, key));
        }
        chosen.keySet().retainAll(uids.values());
        return uids;
    }

    private Optional<Long> search(String id) throws IOException {
        var lines = String.join("\n", imap.command("UID SEARCH HEADER Message-ID \"" + id + "\"").lines());
        var found = FOUND.matcher(lines);
        return found.find() && !found.group(1).isBlank()
            ? Optional.of(Long.parseLong(found.group(1).strip().split(" ")[0])) : Optional.empty();
    }

    private void mark(Map<Long, Ledger.Key> uids) throws IOException {
        var keyword = any(KEYWORDS);
        boolean isSet = random.nextInt(3) > 0;
        uids.values().forEach(key -> ledger.flagging(key, keyword));
        if (!imap.ask("UID STORE " + set(uids) + (isSet ? " +" : " -") + "FLAGS (" + keyword + ")").isOk()) return;
        uids.values().forEach(key -> ledger.flagged(key, keyword, isSet));
    }

    /** Moves, or copies, to where they are not yet. */
    private void carry(String from, Map<Ledger.Key, World> chosen, Map<Long, Ledger.Key> uids,
        boolean moves) throws IOException {
        var to = any(List.of("INBOX", "alpha", "beta").stream().filter(one -> !one.equals(from)).toList());
        chosen.values().removeIf(world -> world.mailboxes().contains(to));
        uids.values().retainAll(chosen.keySet());
        if (uids.isEmpty()) return;
        chosen.forEach((key, world) -> ledger.maybe(key, after(world, from, to, moves)));
        var answer = imap.ask((moves ? "UID MOVE " : "UID COPY ") + set(uids) + " " + to);
        if (isForLackOfSpace(answer)) chosen.forEach(ledger::refused);
        if (!answer.isOk()) return;
        chosen.forEach((key, world) -> ledger.certain(key, after(world, from, to, moves)));
        told(to, uids, String.join("\n", answer.lines()) + "\n" + answer.tagged().line());
    }

    private static World after(World world, String from, String to, boolean moves) {
        return moves ? world.with(to).without(from) : world.with(to);
    }

    private void told(String mailbox, Map<Long, Ledger.Key> uids, String answer) {
        var copied = COPIED.matcher(answer);
        if (!copied.find()) return;
        var from = numbers(copied.group(1));
        var to = numbers(copied.group(2));
        for (int i = 0; i < from.size(); i++) ledger.uid(uids.get(from.get(i)), mailbox, to.get(i));
    }

    private static List<Long> numbers(String set) {
        var numbers = new ArrayList<Long>();
        for (var range : set.split(",")) {
            var ends = range.split(":");
            for (long n = Long.parseLong(ends[0]); n <= Long.parseLong(ends[ends.length - 1]); n++) numbers.add(n);
        }
        return numbers;
    }

    private void expunge(String mailbox, Map<Ledger.Key, World> chosen, Map<Long, Ledger.Key> uids) throws IOException {
        if (!imap.ask("UID STORE " + set(uids) + " +FLAGS.SILENT (\\Deleted)").isOk()) return;
        chosen.forEach((key, world) -> ledger.maybe(key, world.without(mailbox)));
        var answer = imap.ask("UID EXPUNGE " + set(uids));
        if (isForLackOfSpace(answer)) chosen.forEach(ledger::refused);
        if (answer.isOk()) chosen.forEach((key, world) -> ledger.certain(key, world.without(mailbox)));
    }

    private static boolean isForLackOfSpace(ImapProbe.Answer answer) {
        return answer.tagged().line().contains(" NO [LIMIT] There is no room");
    }

    private void haveBack() {
        var mine = mine();
        mine.values().removeIf(world -> !world.equals(World.EXPUNGED));
        if (mine.isEmpty()) return;
        var key = any(List.copyOf(mine.keySet()));
        var mailbox = any(Site.MAILBOXES);
        ledger.maybe(key, World.in(mailbox));
        if (site.undelete(account, key.id(), mailbox)) ledger.certain(key, World.in(mailbox));
    }

    private static String set(Map<Long, Ledger.Key> uids) {
        return uids.keySet().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private <T> T any(List<T> all) { return all.get(random.nextInt(all.size())); }
}
