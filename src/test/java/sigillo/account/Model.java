package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.account.AccountContract.NOON;
import static sigillo.account.AccountContract.kept;
import static sigillo.account.AccountContract.known;
import static sigillo.account.AccountContract.octets;
import static sigillo.account.AccountContract.pairs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Does random things to mailboxes of an account, and to a plain model of them, and compares what both say. Nobody else
 * may use these mailboxes meanwhile, but others may use the account.
 */
final class Model {
    private static final List<Keyword> KEYWORDS = List.of(Keyword.SEEN, Keyword.SEEN, Keyword.FLAGGED, Keyword.DRAFT,
        new Keyword("tag1"), new Keyword("tag2"), new Keyword("$forwarded"));

    private static final class Mail {
        EmailId id;
        ThreadId thread;
        long size;
        String reference;
        Set<Keyword> keywords;
    }

    private static final class Place {
        final Mail mail;
        boolean deleted;
        long modSeq;

        Place(Mail mail, boolean deleted, long modSeq) {
            this.mail = mail;
            this.deleted = deleted;
            this.modSeq = modSeq;
        }
    }

    private static final class Box {
        final MailboxId id;
        final String path;
        final TreeMap<Long, Place> places = new TreeMap<>();
        long uidNext = 1;

        Box(Mailbox mailbox, String path) {
            this.id = mailbox.id();
            this.path = path;
        }
    }

    /** What someone knew of all mailboxes at a revision. */
    private record Memory(long revision, Map<MailboxId, Map<Long, Entry>> mailboxes) {}

    private final Account account;
    private final Random random;
    private final String name;
    private final List<Box> boxes = new ArrayList<>();
    private final List<Memory> memories = new ArrayList<>();
    private final List<Mail> mails = new ArrayList<>();
    private final Set<Long> uidValidities = new HashSet<>();

    Model(Account account, String name, long seed) {
        this.account = account;
        this.name = name;
        this.random = new Random(seed);
        for (int i = 0; i < 3; i++) make(name + "/box" + i);
    }

    void step() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> deposit();
            case 6, 7, 8, 9, 10 -> flags();
            case 11, 12 -> copy();
            case 13, 14, 15 -> move();
            case 16, 17 -> expunge();
            case 18 -> remember();
            default -> replaceMailbox();
        }
    }

    private void make(String path) {
        var mailbox = AccountContract.make(account, path);
        assertTrue(uidValidities.add(mailbox.uidValidity()), "UIDVALIDITY is never repeated");
        boxes.add(new Box(mailbox, path));
    }

    private void deposit() {
        var into = random.nextInt(4) == 0 ? List.of(box(), box()) : List.of(box());
        var mail = new Mail();
        mail.reference = "<" + name + "." + mails.size() + "@model.example>";
        mail.keywords = keywords();
        boolean deleted = random.nextInt(5) == 0;
        var parent = mails.isEmpty() || random.nextBoolean() ? Optional.<Mail>empty()
            : Optional.of(mails.get(random.nextInt(mails.size())));
        var text = "Message-ID: " + mail.reference + "\r\n" + parent.map(p -> "In-Reply-To: " + p.reference + "\r\n")
            .orElse("")
            + "Subject: " + name + "\r\n\r\n" + "x".repeat(random.nextInt(500));
        var content = octets(text);
        var email = kept(account.deposit(new Deposit(content, into.stream().map(b -> b.id).toList(), mail.keywords,
            deleted, NOON.plusSeconds(mails.size()), Optional.empty())));
        mail.id = email.id();
        mail.thread = email.thread();
        mail.size = content.length();
        boolean parentIsKept = parent.isPresent() && boxes.stream()
            .anyMatch(b -> b.places.values().stream().anyMatch(p -> p.mail == parent.get()));
        if (parentIsKept) assertEquals(parent.get().thread, mail.thread);
        mails.add(mail);
        for (int i = 0; i < into.size(); i++) {
            var membership = email.memberships().get(i);
            assertEquals(into.get(i).uidNext++, membership.uid());
            into.get(i).places.put(membership.uid(), new Place(mail, deleted, membership.modSeq()));
        }
    }

    private void flags() {
        var box = box();
        var uids = uids(box);
        long since = memories.isEmpty() ? 0 : memories.get(random.nextInt(memories.size())).revision;
        var unchangedSince = random.nextInt(4) == 0 ? Optional.of(since) : Optional.<Long>empty();
        var change = new FlagChange(FlagChange.Mode.values()[random.nextInt(3)], keywords(), random.nextInt(3) == 0,
            unchangedSince);
        var chosen = chosen(box, uids);
        var refused = chosen.stream().filter(uid -> unchangedSince.isPresent() && box.places.get(uid)
            .modSeq > unchangedSince.get()).toList();
        chosen.removeAll(refused);
        for (long uid : chosen) change(box.places.get(uid), change);
        var answer = account.flags(box.id, uids, change);
        assertEquals(refused, answer.refused());
        assertEquals(chosen, answer.now().stream().map(Entry::uid).toList());
        followModSeqs();
        for (var entry : answer.now()) assertEquals(entry(entry.uid(), box.places.get(entry.uid())), entry);
    }

    private static void change(Place place, FlagChange change) {
        var keywords = new HashSet<>(place.mail.keywords);
        switch (change.mode()) {
            case ADD -> {
                keywords.addAll(change.keywords());
                place.deleted |= change.deleted();
            }
            case REMOVE -> {
                keywords.removeAll(change.keywords());
                place.deleted &= !change.deleted();
            }
            case REPLACE -> {
                keywords = new HashSet<>(change.keywords());
                place.deleted = change.deleted();
            }
        }
        place.mail.keywords = keywords;
    }

    private void copy() {
        var from = box();
        var to = box();
        var uids = uids(from);
        var expected = new ArrayList<Copied.Pair>();
        var chosen = chosen(from, uids);
        var pairs = pairs(account.copy(from.id, uids, to.id));
        for (long uid : chosen) {
            expected.add(new Copied.Pair(uid, to.uidNext));
            to.places.put(to.uidNext, new Place(from.places.get(uid).mail, false,
                account.entry(to.id, to.uidNext).orElseThrow().modSeq()));
            to.uidNext++;
        }
        assertEquals(expected, pairs);
    }

    private void move() {
        var from = box();
        var to = box();
        var uids = uids(from);
        var expected = new ArrayList<Copied.Pair>();
        var chosen = chosen(from, uids);
        var pairs = pairs(account.move(from.id, uids, to.id));
        for (long uid : chosen) {
            expected.add(new Copied.Pair(uid, to.uidNext));
            to.places.put(to.uidNext, new Place(from.places.remove(uid).mail, false,
                account.entry(to.id, to.uidNext).orElseThrow().modSeq()));
            to.uidNext++;
        }
        assertEquals(expected, pairs);
    }

    private void expunge() {
        var box = box();
        var uids = uids(box);
        var expected = chosen(box, uids).stream().filter(uid -> box.places.get(uid).deleted).toList();
        assertEquals(expected, account.expunge(box.id, uids));
        expected.forEach(box.places::remove);
    }

    /** Sometimes under the same name. */
    private void replaceMailbox() {
        if (random.nextInt(3) != 0) return;
        var box = boxes.remove(random.nextInt(boxes.size()));
        if (random.nextBoolean()) account.delete(box.id);
        else account.rename(box.id, name + "/old/" + box.id);
        make(box.path);
    }

    /** Reads the revision first, as every session must. */
    private void remember() {
        long revision = account.revision();
        var seen = new HashMap<MailboxId, Map<Long, Entry>>();
        for (var box : boxes) seen.put(box.id, entries(box));
        memories.add(new Memory(revision, seen));
        if (memories.size() > 6) memories.remove(random.nextInt(memories.size()));
    }

    /**
     * The model must say what the account says; and whoever remembers a revision must learn the rest from the changes.
     */
    void check() {
        for (var box : boxes) {
            var expected = new TreeMap<Long, Entry>();
            box.places.forEach((uid, place) -> expected.put(uid, entry(uid, place)));
            assertEquals(expected, entries(box));
            var mailbox = account.mailbox(box.id).orElseThrow();
            assertEquals(counts(box), mailbox.counts());
            assertEquals(box.uidNext, mailbox.uidNext());
            var inUse = new TreeSet<>(Marks.SYSTEM);
            box.places.values().forEach(place -> inUse.addAll(place.mail.keywords));
            assertEquals(inUse, new TreeSet<>(account.keywords(box.id)));
            for (var memory : memories) checkMemory(memory, box, expected);
        }
    }

    private void checkMemory(Memory memory, Box box, Map<Long, Entry> expected) {
        if (!memory.mailboxes.containsKey(box.id)) return;
        var known = known(account.changes(box.id, memory.revision));
        var replayed = new TreeMap<>(memory.mailboxes.get(box.id));
        known.vanished().forEach(replayed::remove);
        known.changed().forEach(entry -> replayed.put(entry.uid(), entry));
        assertEquals(expected, replayed);
    }

    /** What was changed has a higher MODSEQ than before, what was not has the same. */
    private void followModSeqs() {
        for (var box : boxes) {
            box.places.forEach((uid, place) -> {
                var entry = account.entry(box.id, uid).orElseThrow();
                assertTrue(entry.modSeq() >= place.modSeq, "MODSEQ only grows");
                place.modSeq = entry.modSeq();
            });
        }
    }

    private Map<Long, Entry> entries(Box box) {
        var entries = new TreeMap<Long, Entry>();
        account.entries(box.id, UidSet.ALL, entry -> {
            entries.put(entry.uid(), entry);
            return true;
        });
        return entries;
    }

    private Entry entry(long uid, Place place) {
        return new Entry(uid, place.mail.id, place.mail.thread, place.modSeq, place.deleted, place.mail.keywords, place.mail.size,
            NOON.plusSeconds(mails.indexOf(place.mail)), Optional.of(NOON));
    }

    private static Mailbox.Counts counts(Box box) {
        var places = box.places.values();
        var threads = new LinkedHashMap<ThreadId, Boolean>();
        for (var place : places) threads.merge(place.mail.thread, unseen(place), (a, b) -> a || b);
        return new Mailbox.Counts(places.size(), places.stream().filter(Model::unseen).count(),
            places.stream().filter(p -> p.deleted).count(), threads.size(),
                threads.values().stream().filter(b -> b).count(),
            places.stream().mapToLong(p -> p.mail.size).sum());
    }

    private static boolean unseen(Place place) { return !place.mail.keywords.contains(Keyword.SEEN); }

    private Box box() { return boxes.get(random.nextInt(boxes.size())); }

    private Set<Keyword> keywords() {
        return random.ints(random.nextInt(4), 0, KEYWORDS.size()).mapToObj(KEYWORDS::get).collect(Collectors.toSet());
    }

    /** All, a range, or some single ones, also such as are not there. */
    private UidSet uids(Box box) {
        int end = (int) box.uidNext + 2;
        int a = 1 + random.nextInt(end);
        return switch (random.nextInt(4)) {
            case 0 -> UidSet.ALL;
            case 1 -> new UidSet(List.of(new UidSet.Range(a, a + random.nextInt(end))));
            default -> AccountContract.uids(random.longs(1 + random.nextInt(4), 1, end + 1).toArray());
        };
    }

    private static List<Long> chosen(Box box, UidSet uids) {
        return new ArrayList<>(box.places.keySet().stream()
            .filter(uid -> uids.ranges().stream().anyMatch(r -> r.first() <= uid && uid <= r.last())).toList());
    }
}
