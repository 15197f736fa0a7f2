package sigillo.lists;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.directory.Directory;
import sigillo.directory.Edited;
import sigillo.directory.Recipients.Resolved;
import sigillo.directory.Writer;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.store.Batch;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.Transactions;
import sigillo.store.Tx;

/**
 * The lists and who is on them. Which lists there are is in memory, since RCPT asks; members are read each time, and
 * sealed, since they are people. Tokens in addresses and links are tags under the server's key, the same on all servers of a
 * cluster: nothing is kept of who was asked and has not answered. Any thread; throws {@link sigillo.store.StoreException}.
 *
 * <pre>
 * l/lookup key             a list
 * n/lookup key             the number of its newest member
 * m/lookup key/number8     a member, sealed to its place
 * i/lookup key/tag16       the number of the member with an address
 * c/day/tag16              how often something was done on a day
 * </pre>
 */
public final class Lists {
    private static final System.Logger LOG = System.getLogger("sigillo.lists");
    private static final PartitionName PARTITION = new PartitionName("lists");
    private static final String MEMBER_USE = "sgl1/list-member";
    private static final String COUNT_USE = "sgl1/list-count";
    private static final String TOKEN_USE = "sgl1/list-token";
    private static final int VERSION = 1;
    private static final int TOKEN_OCTETS = 10;
    private static final int PAGE = 500;

    private final Directory directory;
    private final Transactions transactions;
    private final Secret key;
    private final Randomness randomness;
    private final InstantSource clock;
    private final HeldPosts held;
    private volatile Map<String, MailList> lists = Map.of();

    /** {@code key}: the server's; it stays the caller's. */
    public Lists(Directory directory, Store store, Secret key, Randomness randomness, InstantSource clock) {
        this.directory = directory;
        this.transactions = new Transactions(store.partition(PARTITION));
        this.key = key;
        this.randomness = randomness;
        this.clock = clock;
        this.held = new HeldPosts(store, key, randomness, clock);
        changedElsewhere();
    }

    /** Another server may have changed which lists there are. */
    public void changedElsewhere() {
        var read = new ConcurrentHashMap<String, MailList>();
        var prefix = Bytes.utf8("l/");
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (_, row) -> {
            try {
                var list = list(row);
                read.put(list.key(), list);
            } catch (Damaged broken) {
                System.getLogger(Lists.class.getName()).log(System.Logger.Level.ERROR, "a list cannot be read", broken);
            }
            return true;
        });
        lists = read;
    }

    // ---- lists ----

    /** By address. */
    public List<MailList> all() { return lists.values().stream().sorted(Comparator.comparing(MailList::key)).toList(); }

    public Optional<MailList> list(Address address) { return Optional.ofNullable(lists.get(address.lookupKey())); }

    public synchronized Edited<MailList> add(Address address, String title, Address owner, Posts posts) {
        var account = directory.account(owner);
        var why = whyNot(address, title);
        if (account.isEmpty()) why = Optional.of("there is no account " + owner);
        if (why.isPresent()) return new Edited.Refused<>(why.get());
        var list = new MailList(address, title.strip(), account.get().id(), posts, clock.instant());
        transactions.write(tx -> {
            tx.put(Bytes.utf8("l/" + list.key()), encode(list));
            return null;
        });
        changedElsewhere();
        return new Edited.Done<>(list);
    }

    private Optional<String> whyNot(Address address, String title) {
        if (!directory.isLocal(address.domain())) return Optional.of(address.domain() + " is not a domain of this server");
        if (list(address).isPresent()) return Optional.of("the list " + address + " is here already");
        if (!address.localPart().matches("[A-Za-z0-9][A-Za-z0-9._-]{0," + (ListLimits.NAME_OCTETS_MAX - 1) + "}")) {
            return Optional.of("a list's name has at most " + ListLimits.NAME_OCTETS_MAX + " letters, digits, dots and hyphens");
        }
        if (!directory.isFree(address)) return Optional.of(address + " is, or was, somebody's");
        boolean isTitle = title.length() <= ListLimits.TITLE_CHARACTERS_MAX && title.chars().noneMatch(Character::isISOControl);
        if (!isTitle) return Optional.of("a title has one line of at most " + ListLimits.TITLE_CHARACTERS_MAX + " characters");
        return lists.size() < ListLimits.LISTS_MAX ? Optional.empty() : Optional.of("there are " + ListLimits.LISTS_MAX + " lists, which is the limit");
    }

    /** With its members, and what waits for its owner. */
    public synchronized Edited<MailList> remove(Address address) {
        var list = list(address);
        if (list.isEmpty()) return new Edited.Refused<>("there is no list " + address);
        var rows = new ArrayList<Bytes>();
        for (char kind : new char[] {'m', 'i'}) {
            var prefix = Bytes.utf8(kind + "/" + list.get().key() + "/");
            transactions.partition().range(prefix, prefix.afterPrefix(), false, (row, _) -> rows.add(row));
        }
        // The number of its newest member stays: who makes a list of that name again gives none of those numbers twice, and links
        // of before take nobody off.
        rows.add(Bytes.utf8("l/" + list.get().key()));
        delete(rows);
        held.forget(list.get());
        changedElsewhere();
        return new Edited.Done<>(list.get());
    }

    // ---- what an address means ----

    record Meant(MailList list, ListPart part) {}

    /** Empty for an address like others. What the directory has goes first. */
    Optional<Meant> meant(Address address) {
        if (lists.isEmpty() || directory.isSomebodys(address)) return Optional.empty();
        var whole = address.lookupKey();
        var local = whole.substring(0, whole.lastIndexOf('@'));
        for (int end = local.length(); end > 0; end = local.lastIndexOf('-', end - 1)) {
            var list = lists.get(local.substring(0, end) + "@" + address.domain().name());
            if (list != null) return ListPart.of(local.substring(end)).map(part -> new Meant(list, part));
        }
        return Optional.empty();
    }

    /** For the directory: who is refused in the conversation, and what {@link ListCarrier} is to see. */
    public Optional<Resolved> resolved(Address address, Writer writer) {
        return meant(address).map(meant -> switch (meant.part()) {
            case ListPart.Post() -> mayPost(meant.list(), writer) ? new Resolved.Handled() : new Resolved.Closed();
            // Whoever is not shown to have asked is not written to: nobody is subscribed to a thousand lists by a forger.
            case ListPart.Subscribe(), ListPart.Unsubscribe(), ListPart.Help(), ListPart.Confirm(_) ->
                writer.isTrusted() || writer.author().isPresent() ? new Resolved.Handled() : new Resolved.Closed();
            // The tag is in a letter to the owner, and From may be forged: both are asked for.
            case ListPart.Decide(_, _) -> writer.isTrusted() || writer.author().filter(author -> isOwner(meant.list(), author)).isPresent()
                ? new Resolved.Handled() : new Resolved.Closed();
            case ListPart.Leave(long number, var token) -> isOurs(token, "leave", meant.list(), number);
            case ListPart.Bounce(long number, var token) -> isOurs(token, "bounce", meant.list(), number);
            case ListPart.Owner() -> directory.account(meant.list().owner()).filter(account -> !account.disabled())
                .<Resolved>map(account -> new Resolved.Local(account.id(), account.address(), "")).orElse(new Resolved.Unknown());
        });
    }

    private Resolved isOurs(String token, String what, MailList list, long number) {
        return isToken(token, what, list, number + "") ? new Resolved.Handled() : new Resolved.Unknown();
    }

    /** {@code writer} is the author, where that is shown. */
    boolean mayPost(MailList list, Writer writer) {
        if (writer.isTrusted()) return true;
        return writer.author().filter(author -> switch (list.posts()) {
            case ANYONE, HELD -> true;
            case OWNER -> isOwner(list, author);
            case MEMBERS -> isOwner(list, author) || member(list, author).isPresent();
        }).isPresent();
    }

    boolean isOwner(MailList list, Address author) {
        return directory.resolve(author) instanceof Resolved.Local(var account, _, _) && account.equals(list.owner());
    }

    // ---- members ----

    /** In the order in which they came. */
    public List<Member> members(MailList list) {
        var all = new ArrayList<Member>();
        var prefix = Bytes.utf8("m/" + list.key() + "/");
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (row, value) -> all.add(member(row, value)));
        return all;
    }

    Optional<Member> member(MailList list, Address address) {
        return transactions.partition().get(indexRow(list, address)).flatMap(row -> member(list, number(row)));
    }

    Optional<Member> member(MailList list, long number) {
        var row = memberRow(list, number);
        return transactions.partition().get(row).map(value -> member(row, value));
    }

    enum Joined { DONE, THERE, FULL }

    /** Who has confirmed; one who was paused gets mail again. */
    Joined join(MailList list, Address address) {
        return transactions.write(tx -> {
            var index = indexRow(list, address);
            var there = tx.get(index).map(Lists::number);
            if (there.isPresent()) {
                change(tx, list, there.get(), member -> member.bounced(0, 0, false));
                return Joined.THERE;
            }
            if (count(tx, list) >= ListLimits.MEMBERS_MAX) return Joined.FULL;
            var newest = Bytes.utf8("n/" + list.key());
            long number = tx.get(newest).map(Lists::number).orElse(0L) + 1;
            tx.put(newest, encode(number));
            tx.put(index, encode(number));
            put(tx, list, new Member(number, address, clock.instant(), 0, 0, false));
            return Joined.DONE;
        });
    }

    private static int count(Tx tx, MailList list) {
        var count = new int[1];
        var prefix = Bytes.utf8("i/" + list.key() + "/");
        tx.range(prefix, prefix.afterPrefix(), false, (_, _) -> ++count[0] < ListLimits.MEMBERS_MAX);
        return count[0];
    }

    /** Who was there, and is not any more. */
    public Optional<Member> leave(MailList list, Address address) { return member(list, address).flatMap(one -> leave(list, one.number())); }

    Optional<Member> leave(MailList list, long number) {
        return transactions.write(tx -> {
            var row = memberRow(list, number);
            var there = tx.get(row).map(value -> member(row, value));
            there.ifPresent(member -> {
                tx.delete(row);
                tx.delete(indexRow(list, member.address()));
            });
            return there;
        });
    }

    /** Mail to a member came back. Says who is paused by that; once a day at most it counts. */
    Optional<Member> bounced(MailList list, long number) {
        long today = today();
        return transactions.write(tx -> {
            var before = new Member[1];
            change(tx, list, number, member -> {
                before[0] = member;
                if (member.paused() || member.lastBounce() == today) return member;
                boolean isOld = today - member.lastBounce() > ListLimits.BOUNCES_FORGOTTEN_AFTER_DAYS;
                int days = isOld ? 1 : member.bounceDays() + 1;
                return member.bounced(days, today, days >= ListLimits.BOUNCE_DAYS_MAX);
            });
            var now = tx.get(memberRow(list, number)).map(value -> member(memberRow(list, number), value));
            return now.filter(member -> member.paused() && !before[0].paused());
        });
    }

    private void change(Tx tx, MailList list, long number, UnaryOperator<Member> change) {
        var row = memberRow(list, number);
        tx.get(row).map(value -> member(row, value)).map(change).ifPresent(member -> put(tx, list, member));
    }

    private void put(Tx tx, MailList list, Member member) {
        var row = memberRow(list, member.number());
        var clear = new RowOut(VERSION, 100).number(member.number()).address(member.address()).time(member.since())
            .number(member.bounceDays()).number(member.lastBounce()).flag(member.paused()).done();
        tx.put(row, SealedRow.seal(key, row.toArray(), clear, randomness));
    }

    private Member member(Bytes row, byte[] value) {
        try {
            var in = new RowIn(SealedRow.open(key, row.toArray(), value), VERSION);
            return new Member(in.number(), in.address(), in.time(), in.integer(), in.number(), in.flag());
        } catch (SealBroken broken) {
            throw new Damaged("a member of a list is not as this server wrote it", broken);
        }
    }

    // ---- tokens ----

    long today() { return clock.instant().getEpochSecond() / 86_400; }

    String token(String what, MailList list, String of) {
        var tag = SealedRow.tag(key, TOKEN_USE, what + "\0" + list.key() + "\0" + of);
        return HexFormat.of().formatHex(tag, 0, TOKEN_OCTETS);
    }

    boolean isToken(String token, String what, MailList list, String of) {
        return MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), token(what, list, of).getBytes(StandardCharsets.UTF_8));
    }

    /** Whoever reads the mail of {@code address} has it. */
    String question(MailList list, Address address) { return token("confirm", list, asked(list, address, today())); }

    /** A list that was made again has other questions. */
    private static String asked(MailList list, Address address, long day) {
        return address.lookupKey() + "\0" + day + "\0" + list.createdAt().toEpochMilli();
    }

    boolean isAnswer(String token, MailList list, Address address) {
        for (long day = today(); day >= today() - ListLimits.CONFIRM_DAYS; day--) {
            if (isToken(token, "confirm", list, asked(list, address, day))) return true;
        }
        return false;
    }

    // ---- how often ----

    /** Counts one more of each today; false, and nothing is counted, when one of them has been so often. */
    boolean take(List<Count> counts) {
        long day = today();
        return transactions.write(tx -> {
            for (var count : counts) if (tx.get(row(day, count)).map(Lists::number).orElse(0L) >= count.max) return false;
            for (var count : counts) tx.put(row(day, count), encode(tx.get(row(day, count)).map(Lists::number).orElse(0L) + 1));
            return true;
        });
    }

    record Count(String what, int max) {}

    private Bytes row(long day, Count count) {
        return joined("c/" + "%09d".formatted(day) + "/", SealedRow.tag(key, COUNT_USE, count.what));
    }

    /** What waits for owners. */
    public HeldPosts held() { return held; }

    Instant now() { return clock.instant(); }

    /** Forgets counts of days that are over, and posts that no owner wanted in time. */
    public void tidy() {
        int gone = held.tidy();
        if (gone > 0) LOG.log(System.Logger.Level.INFO, gone + " posts that waited for owners of lists were not wanted in time");
        var rows = new ArrayList<Bytes>();
        long last = clock.instant().minus(ListLimits.COUNTS_KEPT).getEpochSecond() / 86_400;
        transactions.partition().range(Bytes.utf8("c/"), Bytes.utf8("c/" + "%09d".formatted(last)), false, (row, _) -> rows.add(row));
        delete(rows);
    }

    // ---- rows ----

    private void delete(List<Bytes> rows) {
        for (int from = 0; from < rows.size(); from += PAGE) {
            var page = rows.subList(from, Math.min(rows.size(), from + PAGE));
            transactions.write(Batch.Lane.BULK, tx -> {
                page.forEach(tx::delete);
                return null;
            });
        }
    }

    private static byte[] encode(MailList list) {
        return new RowOut(VERSION).address(list.address()).text(list.title()).text(list.owner().text()).octet(list.posts().ordinal())
            .time(list.createdAt()).done();
    }

    private static MailList list(byte[] row) {
        var in = new RowIn(row, VERSION);
        var address = in.address();
        var title = in.text();
        var owner = new AccountId(in.text());
        int posts = in.octet();
        if (posts >= Posts.values().length) throw RowIn.broken("a list of another version");
        return new MailList(address, title, owner, Posts.values()[posts], in.time());
    }

    private static byte[] encode(long number) { return new RowOut(VERSION).number(number).done(); }

    private static long number(byte[] row) { return new RowIn(row, VERSION).number(); }

    private static Bytes memberRow(MailList list, long number) {
        return joined("m/" + list.key() + "/", ByteBuffer.allocate(8).putLong(number).array());
    }

    private Bytes indexRow(MailList list, Address address) {
        return joined("i/" + list.key() + "/", SealedRow.tag(key, MEMBER_USE, list.key() + "\0" + address.lookupKey()));
    }

    private static Bytes joined(String prefix, byte[] rest) {
        var first = prefix.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(first.length + rest.length).put(first).put(rest).array());
    }
}
