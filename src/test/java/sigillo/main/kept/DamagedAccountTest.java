package sigillo.main.kept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.AccountId;
import sigillo.account.Deposit;
import sigillo.account.Role;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.base.OneByOne;
import sigillo.directory.Edited;
import sigillo.directory.NewAccount;
import sigillo.dns.DnsAnswer;
import sigillo.keyring.FloorFile;
import sigillo.keyring.Floors;
import sigillo.keyring.Level;
import sigillo.ledger.OwnersLedger;
import sigillo.login.Grant;
import sigillo.login.Grants;
import sigillo.login.SignIn;
import sigillo.main.Cli;
import sigillo.main.config.Config;
import sigillo.main.config.ConfigFile;
import sigillo.main.config.Door;
import sigillo.main.mail.Relaying;
import sigillo.main.server.Server;
import sigillo.peers.ImapProbe;
import sigillo.peers.Ports;
import sigillo.peers.SmtpProbe;
import sigillo.store.DamagedBlock;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.rocksdb.RocksStore;
import sigillo.vault.VaultSlot;
import sigillo.vault.VaultSlots;

/**
 * What lies in the store of one account is missing, was changed, put back or made up by somebody who can write to the
 * store and has no key, or cannot be read any more; or the counts outside of the store are missing or of another time.
 * The server starts all the same, everybody else gets and reads his mail, an alarm names the account, and it gets no keys
 * but its own and shows no mail but its own.
 */
@Tag("gate")
class DamagedAccountTest {
    private static final String MAIL = "Subject: hello\r\n\r\nThe zebra is striped.\r\n";
    private static final String ANOTHER = "Subject: hello\r\n\r\nThe zebra is plain.\r\n";
    /** No row of ours begins so. */
    private static final byte[] RUBBISH = {99, 1, 2, 3};

    private static final String DIRECTORY = "directory";

    @TempDir static Path folder;
    private static Path house;
    private static final List<Resident> RESIDENTS = new ArrayList<>();

    private record Resident(AccountId id, String address, String app) {}

    /** {@code WAITS}: at who sends it. */
    private enum Mail { COMES, WAITS }

    /** {@code LOCKED}: he gets in, and does not read the mail of before. */
    private enum Owner { READS, LOCKED, OUT }

    private interface Harm {
        void to(Harmed account) throws IOException;
    }

    /**
     * {@code level}: of the account that is harmed. {@code unreadable}: a partition of it, by how its name begins; or
     * its block in the directory.
     */
    private record Case(
            String name, Level level, Harm harm, String unreadable, Mail mail, Owner owner, boolean isAlarm) {
        Case at(Level other) { return new Case(name + ", L0", other, harm, unreadable, mail, owner, isAlarm); }
    }

    private static Case shut(String name, Harm harm) { return of(name, harm, Mail.WAITS, Owner.OUT, true); }

    /** Nobody notices. */
    private static Case well(String name, Harm harm) { return of(name, harm, Mail.COMES, Owner.READS, false); }

    private static Case of(String name, Harm harm, Mail mail, Owner owner, boolean isAlarm) {
        return new Case(name, Level.L1, harm, "", mail, owner, isAlarm);
    }

    private static Case unreadable(String name, String partition, Mail mail, Harm harm) {
        return new Case(name, Level.L1, harm, partition, mail, Owner.OUT, true);
    }

    private static final List<Case> CASES = List.of(
        // the keys
        shut("the keys are taken away", Harmed::takeKeys),
        shut("the keys are taken away", Harmed::takeKeys).at(Level.L0),
        shut("the first row is taken away", harmed -> harmed.delete("k/", key('h'))),
        shut("the first row is taken away", harmed -> harmed.delete("k/", key('h'))).at(Level.L0),
        shut("the first row is none", harmed -> harmed.put("k/", key('h'), RUBBISH)),
        shut("the first row says a later epoch", harmed -> harmed.head(99, false)),
        shut("the first row says no epoch", harmed -> harmed.head(0, false)),
        of("the first row says that there is mail in clear", harmed -> harmed.head(1, true), Mail.COMES, Owner.READS, true),
        of("mail in clear is in the place of the other", Harmed::exchange, Mail.COMES, Owner.LOCKED, true),
        of("mail in clear is in the place of the other", Harmed::exchange, Mail.COMES, Owner.LOCKED, true).at(Level.L0),
        // which says whether what comes is to be encrypted (decision 0064): it is not kept in clear meanwhile
        shut("the list of slots is none", harmed -> harmed.put("k/", key('l'), RUBBISH)),
        shut("the list of slots is taken away", harmed -> harmed.delete("k/", key('l'))),
        shut("the list of slots is changed", harmed -> harmed.flip("k/", 'l')),
        of("slots are none", harmed -> harmed.each("k/", 's', _ -> RUBBISH), Mail.COMES, Owner.OUT, true),
        of("slots are taken away", harmed -> harmed.each("k/", 's', _ -> null), Mail.COMES, Owner.OUT, true),
        of("slots are changed", harmed -> harmed.flip("k/", 's'), Mail.COMES, Owner.OUT, true),
        of("keys of slots are none", harmed -> harmed.each("k/", 't', _ -> RUBBISH), Mail.COMES, Owner.OUT, true),
        of("keys of slots are taken away", harmed -> harmed.each("k/", 't', _ -> null), Mail.COMES, Owner.OUT, true),
        shut("delivery keys are none", harmed -> harmed.each("k/", 'e', _ -> RUBBISH)),
        shut("delivery keys are changed", harmed -> harmed.flip("k/", 'e')),
        shut("the delivery key is that of another account", harmed -> harmed.takeOver('e')),
        shut("all keys are those of another account", harmed -> {
            harmed.takeKeys();
            harmed.takeOver('d', 'e', 'g', 'h', 'l', 's', 't');
        }),
        shut("keys of an earlier epoch are put back", harmed -> harmed.floors().set(Floors.Of.EPOCH, harmed.tag(), 2)),
        shut("keys of an earlier epoch are put back", harmed -> harmed.floors().set(Floors.Of.EPOCH, harmed.tag(), 2)).at(Level.L0),
        shut("ways in of before are put back", harmed -> harmed.floors().set(Floors.Of.SLOTS, harmed.tag(), 99)),
        of("segments are none", harmed -> harmed.each("k/", 'g', _ -> RUBBISH), Mail.COMES, Owner.LOCKED, true),
        of("segments are changed", harmed -> harmed.flip("k/", 'g'), Mail.COMES, Owner.LOCKED, true),
        well("rows of no kind lie among the keys", harmed -> {
            for (char kind : "degostz".toCharArray()) harmed.put("k/", key(kind), RUBBISH);
        }),
        unreadable("the keys cannot be read", "k/", Mail.WAITS, _ -> { }),
        // the account
        unreadable("the account cannot be read", "a/", Mail.WAITS, _ -> { }),
        new Case("the first row of the account is none", Level.L1, harmed -> harmed.put("a/", key('a'), RUBBISH), "",
            Mail.WAITS, Owner.OUT, true),
        shut("it was removed, and its mail is put back", harmed -> {
            harmed.takeKeys();
            harmed.floors().set(Floors.Of.KEYED, harmed.tag(), 3);
        }),
        // the directory and signing in
        shut("its row in the directory is none",
            harmed -> harmed.put(new PartitionName("directory"), Bytes.utf8("a/" + harmed.address()), RUBBISH)),
        unreadable("its row in the directory cannot be read", DIRECTORY, Mail.WAITS, _ -> { }),
        of("its password says peppers that are not there", Harmed::otherPeppers, Mail.COMES, Owner.READS, true),
        of("its limit is none", harmed -> harmed.put(new PartitionName("directory"), Bytes.utf8("q/" + harmed.id), RUBBISH),
            Mail.COMES, Owner.READS, true),
        of("its app passwords are none",
            harmed -> harmed.each(new PartitionName("login"), Bytes.utf8("g/" + harmed.id), _ -> RUBBISH),
            Mail.COMES, Owner.OUT, true),
        of("its second factor is made up",
            harmed -> harmed.put(new PartitionName("factors"), Bytes.utf8("t/" + harmed.id), RUBBISH),
            Mail.COMES, Owner.READS, true),
        well("rows of no account lie with those of signing in", Harmed::strangeNames),
        // what is outside of the store
        well("the counts outside are missing", harmed -> Files.delete(harmed.epochs())),
        well("the counts outside are empty", harmed -> Files.write(harmed.epochs(), new byte[0])),
        well("the counts outside are cut off", harmed -> {
            var octets = Files.readAllBytes(harmed.epochs());
            Files.write(harmed.epochs(), Arrays.copyOf(octets, octets.length - 5));
        }),
        well("the counts outside have what a later release knows",
            harmed -> Files.write(harmed.epochs(), new byte[32], StandardOpenOption.APPEND)),
        well("the counts outside are of a release that knew epochs only", harmed -> harmed.onlyEpochs()),
        // the first start with this release
        well("from before: no list of slots", harmed -> {
            Files.delete(harmed.epochs());
            harmed.delete("k/", key('l'));
        }),
        of("from before: a slot is none, and there is no list", harmed -> {
            Files.delete(harmed.epochs());
            harmed.delete("k/", key('l'));
            harmed.put("k/", Bytes.wrap(ByteBuffer.allocate(9).put((byte) 's').putLong(77).array()), RUBBISH);
        }, Mail.COMES, Owner.READS, true),
        shut("from before: the first row is none", harmed -> {
            Files.delete(harmed.epochs());
            harmed.put("k/", key('h'), RUBBISH);
        }),
        unreadable("from before: the keys cannot be read", "k/", Mail.WAITS, harmed -> Files.delete(harmed.epochs())),
        of("from before: what is kept of signing in is none", harmed -> {
            Files.delete(harmed.epochs());
            harmed.put(new PartitionName("factors"), Bytes.utf8("t/" + harmed.id), new byte[] {1, 99});
            harmed.each(new PartitionName("login"), Bytes.utf8("g/" + harmed.id), _ -> new byte[] {1});
        }, Mail.COMES, Owner.OUT, true));

    private static Bytes key(char kind) { return Bytes.utf8(String.valueOf(kind)); }

    // ---- what is done to it ----

    /** The data of a stopped server, and one of its accounts. */
    private record Harmed(Path data, Store store, AccountId id, String address) {
        long tag() { return Floors.tag(id); }

        Path epochs() { return data.resolve("keys/epochs"); }

        Floors floors() throws IOException { return FloorFile.open(epochs()); }

        private PartitionName name(String kind) { return new PartitionName(kind + id); }

        void takeKeys() { store.remove(name("k/")); }

        void put(String kind, Bytes key, byte[] row) { put(name(kind), key, row); }

        /** {@code row} null: taken away. */
        void put(PartitionName partition, Bytes key, byte[] row) {
            new Transactions(store.partition(partition)).write(tx -> {
                if (row == null) tx.delete(key);
                else tx.put(key, row);
                return null;
            });
        }

        void delete(String kind, Bytes key) { put(kind, key, null); }

        void each(String kind, char prefix, UnaryOperator<byte[]> change) { each(name(kind), key(prefix), change); }

        void each(PartitionName partition, Bytes prefix, UnaryOperator<byte[]> change) {
            var rows = new LinkedHashMap<Bytes, byte[]>();
            store.partition(partition).range(prefix, prefix.afterPrefix(), false,
                (key, row) -> rows.put(key, row) == null);
            assertFalse(rows.isEmpty(), "there is nothing to harm");
            rows.forEach((key, row) -> put(partition, key, change.apply(row)));
        }

        /** Rows of keys as anna has them. */
        void takeOver(char... prefixes) {
            var annas = store.partition(new PartitionName("k/" + resident("anna", Level.L1).id));
            for (char prefix : prefixes) {
                annas.range(key(prefix), key(prefix).afterPrefix(), false, (key, row) -> {
                    put("k/", key, row);
                    return true;
                });
            }
        }

        void flip(String kind, char prefix) {
            each(kind, prefix, row -> {
                row[row.length / 2] ^= 1;
                return row;
            });
        }

        /** As the keyring writes it. */
        void head(int epoch, boolean mixed) {
            put("k/", key('h'), new RowOut(2).number(epoch).number(9).flag(mixed).number(9).done());
        }

        /** All records in clear too, so that nothing but the seal tells. */
        void exchange() throws IOException {
            head(1, true);
            var blobs = new ArrayList<Bytes>();
            store.blobs().ids(Bytes.utf8("a/" + id + "/"), blobs::add);
            for (var blob : blobs) {
                store.blobs().delete(blob);
                store.blobs().put(blob, Octets.of(ANOTHER.getBytes(StandardCharsets.US_ASCII)));
            }
            for (char records : "cx".toCharArray()) each("a/", records, _ -> RUBBISH);
        }

        void otherPeppers() {
            var key = Bytes.utf8("a/" + address);
            each(new PartitionName("directory"), key, row -> {
                var text = new String(row, StandardCharsets.ISO_8859_1);
                var changed = text.replace(",p=1$", ",p=1,k=7$");
                int at = text.indexOf("$sigillo1$") - 1; // the length, as DataOutput has it
                var octets = changed.getBytes(StandardCharsets.ISO_8859_1);
                octets[at] += 4;
                return octets;
            });
        }

        void strangeNames() {
            for (var kind : List.of("g/", "n/", "f/", "k/")) {
                put(new PartitionName("login"), Bytes.utf8(kind + "No account!/x"), RUBBISH);
                put(new PartitionName("login"), Bytes.utf8(kind), RUBBISH);
            }
            put(new PartitionName("factors"), Bytes.utf8("t/No account!"), RUBBISH);
            put(new PartitionName("devices"), Bytes.utf8("d/No account!/x"), RUBBISH);
            put(new PartitionName("devices"), Bytes.utf8("d/" + id + "/x"), RUBBISH);
            put(new PartitionName("login"), Bytes.utf8("f/" + id + "/x"), RUBBISH);
            put(new PartitionName("directory"), Bytes.utf8("r/No account!"), RUBBISH);
            put(new PartitionName("directory"), Bytes.utf8("m/No account!"), new byte[9]);
            put(new PartitionName("attendance"), Bytes.utf8("r"), RUBBISH);
            put(new PartitionName("k/no-account"), key('h'), RUBBISH);
            put(new PartitionName("a/no-account"), key('a'), RUBBISH);
        }

        /** Their sums have no octet for what they are. */
        void onlyEpochs() throws IOException {
            var all = ByteBuffer.wrap(Files.readAllBytes(epochs()));
            var kept = ByteBuffer.allocate(all.capacity());
            for (int at = 0; at + 16 <= all.capacity(); at += 16) {
                var sum = new CRC32C();
                sum.update(all.array(), at, 12);
                if ((int) sum.getValue() == all.getInt(at + 12)) kept.put(all.array(), at, 16);
            }
            Files.write(epochs(), Arrays.copyOf(kept.array(), kept.position()));
        }
    }

    /** Of which one partition cannot be read any more. */
    private static final class Damaged extends ForwardingStore {
        private final String name;
        private final BooleanSupplier isBroken;

        Damaged(Store inner, String name) { this(inner, name, () -> true); }

        Damaged(Store inner, String name, BooleanSupplier isBroken) {
            super(inner);
            this.name = name;
            this.isBroken = isBroken;
        }

        @Override public Partition partition(PartitionName wanted) {
            if (!wanted.text().equals(name)) return super.partition(wanted);
            return new ForwardingStore(inner) {
                @Override protected void beforeRead() {
                    if (isBroken.getAsBoolean()) throw new StoreException("a block has a wrong checksum", null);
                }
            }.partition(wanted);
        }
    }

    // ---- the house ----

    @BeforeAll static void build() throws Exception {
        house = Files.createDirectory(folder.resolve("house"));
        configure(house);
        try (var kept = Kept.open(config(house))) {
            kept.editor().addDomain(Domain.of("home.example"));
            for (var level : List.of(Level.L1, Level.L0)) {
                for (var name : List.of("anna", "carla")) RESIDENTS.add(movedIn(kept, name, level));
            }
            kept.signing(config(house)).look((_, _) -> new DnsAnswer.Nothing(false)); // else each start makes keys
        }
    }

    private static Resident movedIn(Kept kept, String name, Level level) throws IOException {
        var id = NewAccount.freshId();
        var address = Address.of(name + "-" + level.name().toLowerCase(Locale.ROOT) + "@home.example");
        var enrolled = kept.credentials().enrol(id, level, "the owner's");
        var account = kept.accounts().create(id);
        kept.editor().addAccount(new NewAccount(id, address, enrolled.password()));
        var inbox = account.mailboxId(Role.INBOX).orElseThrow();
        account.deposit(Deposit.of(Octets.of(MAIL.getBytes(StandardCharsets.US_ASCII)), inbox,
            Instant.now()));
        var wish = new Grants.Wish(Grant.Kind.APP_PASSWORD, "phone", Set.of(SignIn.Service.IMAP), Optional.empty());
        var made = kept.grants().make(address, Optional.of("the owner's"), wish);
        if (!(made instanceof Edited.Done<Grants.Made>(var phone))) throw new AssertionError(made);
        return new Resident(id, address.toString(), phone.secret());
    }

    private static Resident resident(String name, Level level) {
        var local = name + "-" + level.name().toLowerCase(Locale.ROOT) + "@";
        return RESIDENTS.stream().filter(one -> one.address.startsWith(local)).findFirst().orElseThrow();
    }

    private static void configure(Path home) throws IOException {
        int base = Ports.freeBase();
        var listeners = new StringBuilder();
        for (var door : Door.values()) {
            listeners.append("[listeners.%s]\naddress = \"127.0.0.1\"\nport = %d\n"
                .formatted(door.key(), base + door.standardPort()));
        }
        Files.writeString(home.resolve("sigillo.toml"),
            "data = \"data\"\nhostname = \"mail.home.example\"\n" + listeners);
    }

    private static Config config(Path home) {
        var read = ConfigFile.read(home.resolve("sigillo.toml"));
        if (read instanceof ConfigFile.Outcome.Right(var config, _)) return config;
        throw new AssertionError(read);
    }

    private static Path copy(String name) throws IOException {
        var home = folder.resolve(name);
        try (var all = Files.walk(house)) {
            for (var file : (Iterable<Path>) all::iterator) Files.copy(file, home.resolve(house.relativize(file)));
        }
        configure(home);
        return home;
    }

    // ---- the story ----

    @TestFactory Stream<DynamicTest> theOthersGoOn() {
        var numbers = new AtomicInteger();
        return CASES.stream().map(one ->
            DynamicTest.dynamicTest(one.name, () -> play(one, copy("case" + numbers.incrementAndGet()))));
    }

    /** Its row in the directory cannot be read: what lies beside it is not taken for that of one who was removed. */
    @Test void itsLedgerAndItsVaultStay() throws IOException {
        var home = copy("beside");
        var carla = resident("carla", Level.L1);
        try (var kept = Kept.open(config(home))) {
            kept.ledger().add(carla.id, OwnersLedger.Event.of("signIn"));
        }
        try (var store = RocksStore.open(home.resolve("data/store"))) {
            new Harmed(home.resolve("data"), store, carla.id, carla.address)
                .put(new PartitionName(DIRECTORY), Bytes.utf8("a/" + carla.address), RUBBISH);
        }
        try (var kept = Kept.open(config(home))) {
            assertEquals(Optional.empty(), kept.directory().account(carla.id));
            var ledger = kept.ledger();
            long before = ledger.head(carla.id).count();
            ledger.add(carla.id, OwnersLedger.Event.of("signIn"));
            assertEquals(before + 1, ledger.head(carla.id).count());
            var slot = new VaultSlot("p", VaultSlot.Kind.PASSWORD, Bytes.utf8("wrapped"));
            assertEquals(new VaultSlots.Changed.Done(1), kept.vault().slots().set(carla.id, 0, List.of(slot)));
            assertEquals(List.of(slot), kept.vault().slots().shown(carla.id).slots());
        }
    }

    /** As when a disk is there again: nobody has to start the server anew to be told so. */
    @Test void anAlarmGoesWithItsCause() throws IOException {
        var home = copy("mended");
        var carla = resident("carla", Level.L1);
        var isBroken = new AtomicBoolean(true);
        UnaryOperator<Store> seam = store -> new Damaged(store, "a/" + carla.id, isBroken::get);
        try (var kept = Kept.open(config(home), seam)) {
            var alarm = "account " + carla.id;
            assertTrue(kept.alarms().standing().toString().contains(alarm));
            kept.lookAtAccounts();
            assertTrue(kept.alarms().standing().toString().contains(alarm), "as long as it is so");
            isBroken.set(false);
            kept.lookAtAccounts();
            assertFalse(kept.alarms().standing().toString().contains(alarm));
        }
    }

    private static void play(Case one, Path home) throws Exception {
        var config = config(home);
        var carla = resident("carla", one.level);
        try (var store = RocksStore.open(home.resolve("data/store"))) {
            one.harm.to(new Harmed(home.resolve("data"), store, carla.id, carla.address));
        }
        UnaryOperator<Store> seam = store -> seam(store, one.unreadable, carla);
        for (int start = 1; start <= 2; start++) {
            try (var kept = Kept.open(config, seam); var relaying = new Relaying(config, kept);
                    var _ = new Server(config, kept, relaying).start()) {
                for (var other : RESIDENTS) {
                    if (other.equals(carla)) continue;
                    assertEquals(Mail.COMES, mail(config, other), other.address);
                    assertEquals(Owner.READS, owner(config, other), other.address);
                }
                assertEquals(one.mail, mail(config, carla), "start " + start);
                assertEquals(one.owner, owner(config, carla), "start " + start);
                assertListed(home);
                assertTidied(kept, carla);
                var alarms = kept.alarms().standing().toString();
                boolean isNamed = alarms.contains(carla.id.text()) || alarms.contains(carla.address);
                if (start == 1) assertEquals(one.isAlarm, isNamed, alarms);
                for (var other : RESIDENTS) {
                    assertTrue(other.equals(carla) || !alarms.contains(other.id.text()), alarms);
                }
            }
        }
    }

    private static Store seam(Store store, String unreadable, Resident carla) {
        var row = Bytes.utf8("a/" + carla.address);
        return switch (unreadable) {
            case "" -> store;
            case DIRECTORY -> DamagedBlock.in(store, new PartitionName(DIRECTORY), row, row);
            default -> new Damaged(store, unreadable + carla.id);
        };
    }

    private static Mail mail(Config config, Resident to) throws IOException {
        try (var smtp = SmtpProbe.connect(config.listeners().get(Door.SMTP).port())) {
            smtp.expect("250", "EHLO client.example");
            var reply = smtp.send("carl@sender.example", to.address, MAIL.getBytes(StandardCharsets.US_ASCII));
            assertTrue(reply.startsWith("250") || reply.startsWith("4"), reply);
            return reply.startsWith("250") ? Mail.COMES : Mail.WAITS;
        }
    }

    private static Owner owner(Config config, Resident who) throws IOException {
        ImapProbe probe;
        try {
            probe = ImapProbe.overTls(config.listeners().get(Door.IMAPS).port(), who.address, who.app);
        } catch (AssertionError refused) {
            return Owner.OUT;
        }
        try (probe) {
            if (!probe.ask("SELECT INBOX").isOk()) return Owner.OUT;
            var answer = probe.ask("FETCH 1 BODY.PEEK[TEXT]");
            boolean isRead = answer.lines().toString().contains("The zebra is striped.");
            assertFalse(answer.lines().toString().contains("The zebra is plain."), "he reads what is not his");
            return isRead ? Owner.READS : Owner.LOCKED;
        }
    }

    private static void assertListed(Path home) {
        var said = Cli.run("account list --config", home.resolve("sigillo.toml").toString());
        assertEquals(0, said.code(), said.toString());
        for (var resident : RESIDENTS) {
            boolean isHarmed = resident.address.startsWith("carla-");
            assertTrue(isHarmed || said.out().contains(resident.address), said.toString());
        }
    }

    /** What is done once in a while. */
    private static void assertTidied(Kept kept, Resident carla) {
        var all = List.<Runnable>of(kept.keyring()::tidy, kept.accounts()::tidy, kept.credentials()::tidy,
            kept.grants()::tidy, () -> kept.devices().tidy(Instant.now()), kept.departed()::tidy);
        for (var tidying : all) {
            try {
                tidying.run();
            } catch (OneByOne.Failed some) {
                assertTrue(some.getMessage().startsWith("account " + carla.id + ": "), some.getMessage());
                assertFalse(some.getMessage().contains("; "), some.getMessage());
            }
        }
    }
}
