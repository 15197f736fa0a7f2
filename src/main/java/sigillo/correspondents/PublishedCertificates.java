package sigillo.correspondents;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.directory.Directory;
import sigillo.directory.Recipients;
import sigillo.openpgp.Certificate;
import sigillo.openpgp.OpenPgpBroken;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.Tx;
import sigillo.wkd.LocalPartHash;

/**
 * The OpenPGP certificates that accounts here publish: one an account, found under each of its own addresses that is in
 * a user ID of it, and served with that user ID alone. Each change is in the {@link KeyLog}, in the same commit. Any
 * thread; throws {@link sigillo.store.StoreException}.
 *
 * <pre>
 * c/account                the certificate, when it was published, the addresses under which it is
 * f/account/fingerprint    one of before, the same of it: as long as mail may be encrypted to it
 * o/account/hash           what was served of it, by its SHA-256 as the log has it: when, the octets
 * w/domain/hash32          what is served for an address: whose, the address, the octets
 * </pre>
 */
public final class PublishedCertificates {
    private static final PartitionName PARTITION = new PartitionName("correspondents");
    private static final int VERSION = 1;
    private static final String NOT_OURS = "was not written by this server";
    private static final int HEX_OF_VERSION_4 = 40;

    private final Transactions transactions;
    private final Directory directory;
    private final InstantSource clock;
    private final KeyLog log;
    private final MarkedRows marks;
    private final ChangePace pace = new ChangePace(CorrespondentLimits.CHANGES_MAX, CorrespondentLimits.CHANGES_IN);

    private PublishedCertificates(Transactions transactions, Directory directory, KeyLog log, MarkedRows marks,
            InstantSource clock) {
        this.marks = marks;
        this.transactions = transactions;
        this.directory = directory;
        this.log = log;
        this.clock = clock;
    }

    /**
     * {@code host}: of this server; {@code key}: the server's, for the key that signs the log and for marks; it stays
     * the caller's, and open. {@code alarms}: where a row is named that this server did not write.
     */
    public static PublishedCertificates of(Store store, Directory directory, Domain host, Secret key,
            Randomness randomness, InstantSource clock, Alarms alarms) {
        var transactions = new Transactions(store.partition(PARTITION));
        var marks = new MarkedRows(key, alarms);
        var log = new KeyLog(transactions, marks, LogKey.open(transactions, key, randomness), host.name(), clock);
        return new PublishedCertificates(transactions, directory, log, marks, clock);
    }

    /**
     * Marks what is there from before a release that marks: once, at a start; from then on what has no mark is refused.
     * The log is marked by {@link #adoptLog}, by itself: one fault does not keep the other from being done.
     */
    public static void adopt(Store store, Secret key, Alarms alarms) {
        var transactions = new Transactions(store.partition(PARTITION));
        var marks = new MarkedRows(key, alarms);
        adopt(transactions, marks);
    }

    private static void adopt(Transactions transactions, MarkedRows marks) {
        marks.adopt(transactions, List.of(Bytes.utf8("c/"), Bytes.utf8("w/")), Map.Entry::getValue);
    }

    /** As {@link #adopt}, the log of them. Throws {@link Damaged} where hashes of it are gone. */
    public static void adoptLog(Store store, Secret key, Alarms alarms) {
        KeyLog.adopt(new Transactions(store.partition(PARTITION)), new MarkedRows(key, alarms));
    }

    public KeyLog log() { return log; }

    boolean isOurs(Domain domain) { return directory.isLocal(domain); }

    /** {@code octets}: as its owner gave it, without what others had signed. */
    public record Own(String fingerprint, Bytes octets, Instant published, List<Address> addresses) {}

    /** What is served for an address. */
    public record Served(AccountId account, Address address, Bytes octets) {}

    public sealed interface Outcome {
        record Done(Own own) implements Outcome {}

        /** {@code why}: for programs, a word; for people, a sentence. */
        record Refused(Why why, String sentence) implements Outcome {}
    }

    public enum Why { BROKEN, VERSION, CANNOT_ENCRYPT, NOT_OURS, TOO_LARGE, SLOWED, NO_ACCOUNT }

    // ---- by its owner ----

    public Optional<Own> own(AccountId account) {
        return marks.checking(transactions.partition()::get).apply(row(account)).map(PublishedCertificates::own);
    }

    /**
     * Whether there is one that this server did not write, or that cannot be read: an alarm names it, it is used for
     * nothing, and another may take its place.
     */
    public boolean isSpoiled(AccountId account) {
        var there = transactions.partition().get(row(account));
        boolean isOurs = there.isEmpty() || marks.isMarked(row(account), there.get());
        if (!isOurs) marks.refused(row(account), NOT_OURS);
        return !isOurs || there.isPresent() && readableOwn(there.get()).isEmpty();
    }

    /** The octets of it, with all its user IDs. */
    public Optional<byte[]> octets(AccountId account) { return own(account).map(own -> own.octets.toArray()); }

    /**
     * The same of the one with this fingerprint, though its owner may have published another meanwhile: to it his mail
     * is encrypted until he has named the other. Else the one that is published. What this server did not write is an
     * alarm, and good enough where it has this fingerprint: the caller has it from where nobody else writes, and looks
     * at the certificate by it. Else mail would wait because of a row that somebody has spoiled.
     */
    public Optional<byte[]> octets(AccountId account, String fingerprint) {
        var there = transactions.partition().get(row(account)).flatMap(PublishedCertificates::readableOwn)
            .filter(one -> one.fingerprint.equals(fingerprint));
        if (there.isPresent()) {
            isSpoiled(account); // an alarm, and no more
            return there.map(one -> one.octets.toArray());
        }
        var former = marks.checking(transactions.partition()::get).apply(former(account, fingerprint));
        return former.map(PublishedCertificates::own).or(() -> own(account)).map(one -> one.octets.toArray());
    }

    /** Of those before: others may have them still, and encrypt to them. */
    public List<byte[]> former(AccountId account) {
        var all = new ArrayList<byte[]>();
        var prefix = former(account, "");
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (row, value) -> {
            if (marks.isMarked(row, value)) all.add(own(value).octets.toArray());
            return true;
        });
        return all;
    }

    /** What was served of this account and has this SHA-256; empty for what is of others, or of long ago. */
    public Optional<Bytes> wasServed(AccountId account, Bytes hash) {
        return transactions.partition().get(shown(account, hash)).map(PublishedCertificates::shown);
    }

    /**
     * Whether the account publishes another key than {@code given} has; false for what is no certificate, which is
     * refused anyway. Of what this server did not write nobody knows: then it is another.
     */
    public boolean isAnother(AccountId account, byte[] given) {
        try {
            var fingerprint = Certificate.read(given).fingerprint();
            return isSpoiled(account) || own(account).filter(one -> !one.fingerprint.equals(fingerprint)).isPresent();
        } catch (OpenPgpBroken broken) {
            return false;
        }
    }

    /**
     * In the place of the one that he had; {@code given}: binary or armoured, from who has shown that he is the owner.
     */
    public Outcome publish(AccountId account, byte[] given) {
        try {
            return publish(account, Certificate.read(given));
        } catch (OpenPgpBroken broken) {
            return new Outcome.Refused(Why.BROKEN, broken.refusal().sentence());
        }
    }

    private Outcome publish(AccountId account, Certificate certificate) {
        var now = clock.instant();
        if (certificate.fingerprint().length() != HEX_OF_VERSION_4) return refused(Why.VERSION,
            "others cannot read keys of this version yet");
        if (!certificate.encrypts(now)) return refused(Why.CANNOT_ENCRYPT, "nobody could encrypt to it now: "
            + certificate.state(now));
        var record = directory.account(account);
        if (record.isEmpty()) return refused(Why.NO_ACCOUNT, "there is no such account");
        var served = served(account, certificate, now);
        if (served.isEmpty()) return refused(Why.NOT_OURS, "no user ID of it is an address of this account");
        boolean isLarge = certificate.octets().length > CorrespondentLimits.OWN_OCTETS_MAX
            || served.values().stream().anyMatch(one -> one.octets.length() > CorrespondentLimits.PUBLISHED_OCTETS_MAX);
        if (isLarge) return refused(Why.TOO_LARGE, "it is larger than " + CorrespondentLimits.PUBLISHED_OCTETS_MAX
            + " octets");
        if (!pace.enter(account, now)) return refused(Why.SLOWED, "it was changed often today");
        var own = new Own(certificate.fingerprint(), Bytes.wrap(certificate.octets()), now, served.values().stream()
            .map(Served::address).toList());
        transactions.write(tx -> {
            keepFormer(tx, account, own.fingerprint);
            remove(tx, account, served);
            served.forEach((row, one) -> tx.put(row, marks.marked(row, encoded(one))));
            tx.put(row(account), marks.marked(row(account), encoded(own)));
            served.values().forEach(one -> log.append(tx, LogEntry.hash(one.address), Optional.of(one.octets)));
            served.values().forEach(one -> tx.put(shown(account, LogEntry.hash(one.octets)), encoded(now, one.octets)));
            bound(tx, shown(account, Bytes.EMPTY), CorrespondentLimits.SERVED_SHOWN_MAX,
                value -> new RowIn(value, VERSION).time());
            return null;
        });
        if (directory.mayHave(account)) return new Outcome.Done(own);
        forget(account); // removed meanwhile: what went before this came is here again
        return refused(Why.NO_ACCOUNT, "there is no such account");
    }

    private void keepFormer(Tx tx, AccountId account, String fingerprint) {
        tx.get(row(account)).filter(value -> marks.isMarked(row(account), value))
            .flatMap(PublishedCertificates::readableOwn)
            .filter(before -> !before.fingerprint.equals(fingerprint)).ifPresent(before -> {
                var row = former(account, before.fingerprint);
                tx.put(row, marks.marked(row, encoded(before)));
            });
        tx.delete(former(account, fingerprint));
        bound(tx, former(account, ""), CorrespondentLimits.FORMER_MAX, value -> own(value).published);
    }

    /** Of the rows below a prefix the newest stay. */
    private static void bound(Tx tx, Bytes prefix, int most, Function<byte[], Instant> when) {
        var all = new LinkedHashMap<Bytes, Instant>();
        tx.range(prefix, prefix.afterPrefix(), false, (key, value) -> {
            all.put(key, when.apply(value));
            return true;
        });
        all.entrySet().stream().sorted(Map.Entry.comparingByValue(Comparator.reverseOrder())).skip(most)
            .forEach(one -> tx.delete(one.getKey()));
    }

    private static Outcome refused(Why why, String sentence) { return new Outcome.Refused(why, sentence); }

    /** By their rows, for each address of the account's own that the certificate names. */
    private Map<Bytes, Served> served(AccountId account, Certificate certificate, Instant now) {
        var all = new LinkedHashMap<Bytes, Served>();
        for (var userId : certificate.userIds(now)) {
            var address = userId.address().filter(one -> isOf(account, one));
            var least = address.flatMap(one -> certificate.minimal(one, now));
            if (least.isPresent() && all.size() < CorrespondentLimits.ADDRESSES_MAX)
                all.putIfAbsent(row(address.get().domain(), LocalPartHash.of(address.get().localPart())),
                    new Served(account, address.get(), Bytes.wrap(least.get().octets())));
        }
        return all;
    }

    /** Not what comes to it by a catch-all, nor what others get too. */
    private boolean isOf(AccountId account, Address address) {
        var record = directory.account(account).filter(one -> !one.disabled());
        boolean isHere = directory.isLocal(address.domain()) && record.isPresent() && !directory.isCaught(address);
        return isHere && directory.resolve(address) instanceof Recipients.Resolved.Local(var whose, _, var detail)
            && whose.equals(account) && detail.isEmpty() && directory.owns(record.get().user(), address);
    }

    /** Whether there was one. */
    public boolean withdraw(AccountId account) {
        return transactions.write(tx -> {
            boolean isThere = tx.get(row(account)).isPresent();
            remove(tx, account, Map.of());
            tx.delete(row(account));
            return isThere;
        });
    }

    /** The account is removed. What is served of it last: where the log is broken, that alone stays. */
    public void forget(AccountId account) {
        transactions.write(tx -> {
            for (var prefix : List.of(former(account, ""), shown(account, Bytes.EMPTY)))
                bound(tx, prefix, 0, _ -> Instant.EPOCH);
            return null;
        });
        withdraw(account);
    }

    /** What was served of the account and is not {@code now}: the log says so. */
    private void remove(Tx tx, AccountId account, Map<Bytes, Served> now) {
        for (var address : addresses(tx, account)) {
            var row = row(address.domain(), LocalPartHash.of(address.localPart()));
            var there = tx.get(row);
            var whose = there.flatMap(PublishedCertificates::readable).map(Served::account);
            boolean isHis = whose.filter(account::equals).isPresent()
                && (marks.isMarked(row, there.get()) || isOf(account, address));
            if (!isHis || now.containsKey(row)) continue;
            tx.delete(row);
            log.append(tx, LogEntry.hash(address), Optional.empty());
        }
    }

    /** Under which it is published; where its row cannot be read, those that lead to it. */
    private static List<Address> addresses(Tx tx, AccountId account) {
        try {
            return tx.get(row(account)).map(PublishedCertificates::own).map(Own::addresses).orElse(List.of());
        } catch (StoreException unreadable) {
            var all = new ArrayList<Address>();
            var prefix = Bytes.utf8("w/");
            tx.range(prefix, prefix.afterPrefix(), false, (_, value) -> {
                readable(value).filter(one -> one.account.equals(account)).ifPresent(one -> all.add(one.address));
                return true;
            });
            return all;
        }
    }

    private static Optional<Own> readableOwn(byte[] value) {
        try {
            return Optional.of(own(value));
        } catch (StoreException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Served> readable(byte[] served) {
        try {
            return Optional.of(served(served));
        } catch (StoreException unreadable) {
            return Optional.empty();
        }
    }

    // ---- by others ----

    /** By what WKD asks for. Nothing of an account that is disabled, or whose address it is not any more. */
    public Optional<Served> find(Domain domain, String hash) {
        if (!directory.isLocal(domain) || !LocalPartHash.isOne(hash)) return Optional.empty();
        return newest(row(domain, hash)).filter(one -> isOf(one.account, one.address));
    }

    /** As the log has it: one from before that was put back is none. */
    private Optional<Served> newest(Bytes row) {
        var rows = marks.checking(transactions.partition()::get);
        var found = rows.apply(row).map(PublishedCertificates::served);
        while (found.isPresent() && !log.says(found.get().address, found.get().octets)) {
            var again = rows.apply(row).map(PublishedCertificates::served);
            if (again.equals(found)) throw marks.refused(row, "is not what the key log says, but an older one");
            found = again; // another was published between
        }
        return found;
    }

    /** Throws {@link sigillo.store.Damaged} too where the log says that there is one, and there is none. */
    public Optional<Served> find(Address address) {
        var hash = LocalPartHash.of(address.localPart());
        var row = row(address.domain(), hash);
        boolean isGone = directory.isLocal(address.domain()) && transactions.partition().get(row).isEmpty()
            && log.hasSome(address) && transactions.partition().get(row).isEmpty(); // and none was published between
        if (isGone) throw marks.refused(row, "is gone, though the key log has one");
        return find(address.domain(), hash).filter(one -> one.address.lookupKey().equals(address.lookupKey()));
    }

    /** Of which anything is here, readable or not. */
    public Set<AccountId> accounts() {
        var all = new LinkedHashSet<AccountId>();
        for (var kind : List.of("c/", "f/", "o/")) {
            var prefix = Bytes.utf8(kind);
            transactions.partition().range(prefix, prefix.afterPrefix(), false, (key, _) -> {
                all.add(new AccountId(key.toUtf8().substring(kind.length()).split("/")[0]));
                return true;
            });
        }
        return all;
    }

    /** All of this server, in the order of account ids; for who looks after it. */
    public Map<AccountId, Own> all() {
        var all = new LinkedHashMap<AccountId, Own>();
        var prefix = Bytes.utf8("c/");
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (key, value) -> {
            if (!marks.isMarked(key, value)) marks.refused(key, NOT_OURS);
            var account = new AccountId(key.toUtf8().substring(prefix.length()));
            readableOwn(value).ifPresent(own -> all.put(account, own));
            return true;
        });
        return all;
    }

    // ---- what an earlier release wrote ----

    /** An entry of the log without this server's mark, and whose address it is of, as far as that is known. */
    public record Unmarked(LogEntry entry, Optional<AccountId> account) {}

    /** In their order; none where all is well. Throws {@link Damaged}, with a sentence, as {@link LogAdoption}. */
    public List<Unmarked> unmarkedInLog() {
        var owners = owners();
        return new LogAdoption(transactions, marks).unmarked().stream()
            .map(entry -> new Unmarked(entry, Optional.ofNullable(owners.get(entry.address())))).toList();
    }

    /**
     * Who looks after the server says that these are of an earlier release: the log goes on behind them. Whether there
     * was anything to do. Throws as {@link #unmarkedInLog}.
     */
    public boolean takeOverLog() {
        var adoption = new LogAdoption(transactions, marks);
        if (adoption.isNeeded()) adoption.take();
        return adoption.isNeeded();
    }

    /** By the hash of an address: of certificates that are here, marked or not, and of accounts. */
    private Map<Bytes, AccountId> owners() {
        var owners = new HashMap<Bytes, AccountId>();
        var prefix = Bytes.utf8("c/");
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (key, value) -> {
            var account = new AccountId(key.toUtf8().substring(prefix.length()));
            readableOwn(value).ifPresent(own -> own.addresses.forEach(one -> owners.put(LogEntry.hash(one), account)));
            return true;
        });
        directory.accounts().forEach(one -> owners.put(LogEntry.hash(one.address()), one.id()));
        return owners;
    }

    // ---- rows ----

    private static Bytes row(AccountId account) { return Bytes.utf8("c/" + account.text()); }

    private static Bytes former(AccountId account, String fingerprint) {
        return Bytes.utf8("f/" + account.text() + "/" + fingerprint);
    }

    private static Bytes shown(AccountId account, Bytes hash) {
        return Bytes.utf8("o/" + account.text() + "/" + HexFormat.of().formatHex(hash.toArray()));
    }

    private static byte[] encoded(Instant at, Bytes octets) {
        return new RowOut(VERSION, octets.length() + 20).time(at).sized(octets.toArray()).done();
    }

    private static Bytes shown(byte[] value) {
        var in = new RowIn(value, VERSION);
        in.time();
        return Bytes.wrap(in.sized());
    }

    private static Bytes row(Domain domain, String hash) { return Bytes.utf8("w/" + domain.name() + "/" + hash); }

    private static byte[] encoded(Own own) {
        var out = new RowOut(VERSION, own.octets.length() + 200).text(own.fingerprint).sized(own.octets.toArray())
            .time(own.published)
            .number(own.addresses.size());
        own.addresses.forEach(out::address);
        return out.done();
    }

    private static Own own(byte[] value) {
        var in = new RowIn(value, VERSION);
        var fingerprint = in.text();
        var octets = Bytes.wrap(in.sized());
        var published = in.time();
        var addresses = new ArrayList<Address>();
        for (int left = in.count(); left > 0; left--) addresses.add(in.address());
        return new Own(fingerprint, octets, published, addresses);
    }

    private static byte[] encoded(Served served) {
        return new RowOut(VERSION, served.octets.length() + 120).text(served.account.text()).address(served.address)
            .sized(served.octets.toArray()).done();
    }

    private static Served served(byte[] value) {
        var in = new RowIn(value, VERSION);
        return new Served(new AccountId(in.text()), in.address(), Bytes.wrap(in.sized()));
    }
}
