package sigillo.main.kept;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.account.Accounts;
import sigillo.admin.Residents;
import sigillo.authentication.FirstSeen;
import sigillo.backup.Backups;
import sigillo.backup.Turn;
import sigillo.base.Alarms;
import sigillo.base.Domain;
import sigillo.base.LoggedAlarms;
import sigillo.base.OneByOne;
import sigillo.correspondents.PublishedCertificates;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.directory.DirectoryQuotas;
import sigillo.directory.DomainRecord;
import sigillo.filter.KeptWishes;
import sigillo.filter.Reputation;
import sigillo.invitations.Invitations;
import sigillo.keyring.FloorFile;
import sigillo.keyring.Floors;
import sigillo.keyring.Keyring;
import sigillo.keyring.SlotKeys;
import sigillo.learning.Learning;
import sigillo.login.Credentials;
import sigillo.login.Departed;
import sigillo.login.Devices;
import sigillo.login.Grants;
import sigillo.login.Kits;
import sigillo.login.Passwords;
import sigillo.login.SecondFactor;
import sigillo.login.Vouching;
import sigillo.ledger.OwnersLedger;
import sigillo.lists.Lists;
import sigillo.main.backend.Backend;
import sigillo.main.backend.MoveMarks;
import sigillo.main.cluster.Alone;
import sigillo.main.cluster.BackupTurn;
import sigillo.main.cluster.SharedPatience;
import sigillo.main.cluster.SoleServer;
import sigillo.main.config.Config;
import sigillo.main.folder.DataFolder;
import sigillo.main.folder.KeyFiles;
import sigillo.main.folder.ServerKeys;
import sigillo.main.process.ProgramVersion;
import sigillo.masked.Masked;
import sigillo.pushing.Subscriptions;
import sigillo.queue.QueueSeal;
import sigillo.receivers.Receivers;
import sigillo.refused.RefusedMail;
import sigillo.identities.Identities;
import sigillo.rules.Rules;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sending.Sending;
import sigillo.shred.Use;
import sigillo.signing.Fellows;
import sigillo.signing.Signing;
import sigillo.snooze.Snoozes;
import sigillo.store.Store;
import sigillo.trace.StoredTraces;
import sigillo.vault.Vault;

/** What lies in the data directory, opened: the same for a server and for the commands when none runs. Closed in turn. */
public record Kept(
        DataFolder folder, InstantSource clock, Store store, Accounts accounts, Directory directory,
        DirectoryEditor editor, Passwords passwords, Credentials credentials, Grants grants, SecondFactor factor, Kits kits,
        Devices devices, StoredTraces traces, Keyring keyring, ServerKeys keys, SlotKeys slotKeys,
        QueueSeal queueSeal, LoggedAlarms alarms, Alone alone) implements AutoCloseable {

    private static final String DAMAGED = "A row of the directory is damaged or cannot be read, and what it is of is"
        + " refused until the store is brought back from a backup: ";
    private static final String DAMAGED_IN_ITALIAN = "Una riga dell'elenco di domini e account è danneggiata o non si può leggere, e ciò che riguarda viene"
        + " rifiutato finché l'archivio non è riportato da un backup: ";

    /** Throws {@link IOException} or {@link sigillo.store.StoreException} with a sentence for the operator. */
    public static Kept open(Config config) throws IOException { return open(config, store -> store); }

    /** {@code seam}: for tests, of what the disk does. */
    static Kept open(Config config, UnaryOperator<Store> seam) throws IOException {
        var folder = new DataFolder(config.data(), config.sealing().keys());
        folder.create();
        var opened = seam.apply(Backend.open(config.store(), folder));
        var alone = Alone.ON_FILES;
        try {
            MoveMarks.requireUsable(opened);
            if (config.store() instanceof Config.Store.Cluster cluster) {
                alone = Alone.of(cluster, folder.root(), config.hostname().name(), opened);
                MoveMarks.requireUsable(opened); // what was waited for may have been a move
            }
            return over(config, folder, alone.telling(opened), alone);
        } catch (IOException | RuntimeException e) {
            alone.close();
            opened.close();
            throw e;
        }
    }

    private static Kept over(Config config, DataFolder folder, Store store, Alone alone) throws IOException {
        var clock = InstantSource.system();
        var settings = new Settings(config);
        var alarms = new LoggedAlarms();
        var directory = directory(store, settings, alarms);
        var keys = keys(folder, store, directory);
        alone.requireSameKeys(store, keys);
        var floors = FloorFile.open(folder.keys().resolve("epochs"));
        var opening = alone.opening(store, folder.root(), keys.seals().host());
        var slotKeys = SlotKeys.open(folder.keys(), opening, store, Randomness.secure(), alarms);
        var queueSeal = QueueSeal.open(folder.keys(), opening, store, Randomness.secure(), alarms);
        var keyring = new Keyring(store, keys.seals(), slotKeys, floors, Randomness.secure(), clock, alarms,
            settings.keyring());
        var quotas = new DirectoryQuotas(directory, config.quota().octetsMax(), id -> Accounts.octets(store, id), clock);
        var accounts = new Accounts(store, keyring, keys.threads(), clock, config.undelete(), quotas);
        keyring.adopt(readable(accounts, alarms));
        var traces = new StoredTraces(store, keys.stories(), settings.trace(), clock);
        var editor = new DirectoryEditor(directory, clock);
        var vouching = new Vouching(keys.peppers(), floors, alarms);
        var passwords = new Passwords(keys.peppers(), vouching);
        var credentials = new Credentials(store, directory, editor, keyring, passwords, Randomness.secure());
        var grants = new Grants(store, directory, credentials, keyring, keys.peppers(), vouching, Randomness.secure(), clock);
        var factor = new SecondFactor(store, keys.peppers(), vouching, Randomness.secure(), clock);
        var vault = Vault.of(store, keys.seals().opens(), Randomness.secure(), clock);
        grants.passkeys().whenGone(vault.slots()::removePasskey);
        vouchFor(vouching, directory, credentials, grants, factor);
        adopt(store, keys, floors, alarms);
        return new Kept(folder, clock, store, accounts, directory, editor, passwords, credentials, grants, factor,
            new Kits(store, directory, keyring), new Devices(store, keys.peppers()), traces, keyring, keys, slotKeys,
            queueSeal, alarms, alone);
    }

    /**
     * What lies beside accounts from before a release that marks it; from then on what has no mark was not written
     * here.
     */
    private static void adopt(Store store, ServerKeys keys, FloorFile floors, Alarms alarms) {
        if (floors.of(Floors.Of.BESIDE, 0) > 0) return;
        try {
            var key = keys.seals().opens();
            var steps = new LinkedHashMap<String, Runnable>();
            steps.put("certificates", () -> PublishedCertificates.adopt(store, key, alarms));
            steps.put("their log", () -> PublishedCertificates.adoptLog(store, key, alarms));
            steps.put("ledgers", () -> OwnersLedger.adopt(store, key));
            OneByOne.each(steps.entrySet(), Map.Entry::getKey, step -> step.getValue().run());
            floors.set(Floors.Of.BESIDE, 0, 1);
        } catch (RuntimeException later) {
            alarms.raise("start", "Published certificates and ledgers from before this release are not all marked, and"
                + " are at the next start: "
                + OneByOne.sentence(later));
        }
    }

    private static Directory directory(Store store, Settings settings, Alarms alarms) {
        var directory = new Directory(store, settings.directory());
        directory.damaged().forEach(what -> alarms.raise("directory: " + what, DAMAGED + what, DAMAGED_IN_ITALIAN + what));
        return directory;
    }

    private static ServerKeys keys(DataFolder folder, Store store, Directory directory) throws IOException {
        var files = new KeyFiles(folder.keys(), KeyFiles.credentialsOfService(), KeyFiles::askAtTerminal);
        var peppersInUse = directory.accounts().stream().map(account -> Passwords.pepper(account.password()))
            .collect(Collectors.toSet());
        return ServerKeys.read(files, SoleServer.isFresh(store), !Keyring.hasKeys(store), peppersInUse);
    }

    /** For whoever was here before a release that vouches for ways in. */
    private static void vouchFor(
            Vouching vouching, Directory directory, Credentials credentials, Grants grants, SecondFactor factor) {
        vouching.adopt(() -> all(directory, grants, factor), account -> {
            credentials.mark(account);
            grants.mark(account);
            factor.mark(account);
        }, grants::giveSlots);
        credentials.look();
    }

    /** All accounts; of each that cannot be read there is an alarm from now on, and of the others none any more. */
    private static List<AccountId> readable(Accounts accounts, Alarms alarms) {
        var damaged = new HashSet<AccountId>();
        var all = accounts.all((id, why) -> {
            damaged.add(id);
            alarms.raise("account " + id,
                "What account " + id + " holds cannot be read, and its mail waits: " + why.getMessage(),
                "Ciò che l'account " + id + " contiene non si può leggere, e la sua posta attende: " + why.getMessage());
        });
        all.stream().filter(id -> !damaged.contains(id)).forEach(id -> alarms.clear("account " + id));
        return all;
    }

    /** Looks again whether each can be read. */
    public void lookAtAccounts() { readable(accounts, alarms); }

    private static Set<AccountId> all(Directory directory, Grants grants, SecondFactor factor) {
        var all = directory.accounts().stream().map(AccountRecord::id).collect(Collectors.toCollection(LinkedHashSet::new));
        all.addAll(grants.accounts());
        all.addAll(factor.accounts());
        return all;
    }

    /** Signs with the keys of the domains here, and with one of this host's own where it is of none of them. */
    public Signing signing(Config config) {
        var colleagues = alone.colleagues();
        var fellows = colleagues.mayBe() ? Optional.of(new Fellows(colleagues.self(), colleagues::lives)) : Optional.<Fellows>empty();
        return new Signing(signingPlace(), new Settings(config).signing(), () -> signedFor(config.hostname()), fellows,
            Randomness.secure(), clock, alarms);
    }

    private Signing.Place signingPlace() {
        return new Signing.Place(store, keys.seals().opens(), slotKeys.shredder().keys(Use.SIGNING));
    }

    private Set<Domain> signedFor(Domain hostname) {
        var all = directory.domains().stream().map(DomainRecord::name).collect(Collectors.toCollection(HashSet::new));
        boolean isBelow = all.stream().anyMatch(domain -> ("." + hostname.name()).endsWith("." + domain.name()));
        if (!isBelow && !hostname.isLiteral() && hostname.name().contains(".")) all.add(hostname);
        return all;
    }

    /** What the operator's commands about accounts work with. */
    public Residents residents(Config config) {
        var level = config.sealing().level();
        return new Residents(accounts, keyring, credentials, grants, factor, kits, departed(), level);
    }

    public Backups backups(Config config) {
        return new Backups(config.backup(), folder.root(), folder.keys(), new KeptSource(this, config), backupTurn(config), clock,
            alarms);
    }

    private Turn backupTurn(Config config) {
        if (config.store() instanceof Config.Store.Here) return Turn.ALONE;
        return new BackupTurn(store, alone.colleagues(), config.hostname().name());
    }

    /** One in a process. */
    public Sending sending(Config config) {
        return new Sending(store, Secret.take(keys.stories().toArray()), config.submission(), alone.nodes().isPresent(), clock);
    }

    /** Names people, as stories do: under their key. */
    public RefusedMail refused() {
        return new RefusedMail(store, Secret.take(keys.stories().toArray()), address -> Refused.owners(directory, address), Randomness.secure(), clock);
    }

    /** Addresses by which owners' devices are pushed are secrets of theirs: under the key of stories. */
    public Subscriptions pushSubscriptions() { return new Subscriptions(store, Secret.take(keys.stories().toArray()), Randomness.secure()); }

    /** What scripts of owners are is the server's to read, as stories are: under their key. */
    public Rules rules() { return new Rules(store, Secret.take(keys.stories().toArray()), Randomness.secure(), clock); }

    /** One in a process that serves: of several servers one brings back what is due. */
    public Snoozes snoozes() { return new Snoozes(store, accounts::open, clock); }

    /** Names people, as stories do: under their key. */
    public Identities identities() {
        return new Identities(store, Secret.take(keys.stories().toArray()), Randomness.secure(), new Identities.Addresses() {
            @Override public List<Address> of(AccountId account) { return directory.identities(account); }

            @Override public boolean owns(AccountId account, Address address) {
                return directory.account(account).filter(record -> directory.owns(record.user(), address)).isPresent();
            }
        });
    }

    /** One in a process. */
    public Reputation senders() { return new Reputation(store, Secret.take(keys.stories().toArray()), clock); }

    /** One in a process. Whom people block and allow is under the key of stories, which name them too. */
    public KeptWishes wishes() {
        return new KeptWishes(store, Secret.take(keys.stories().toArray()), Randomness.secure());
    }

    /** One in a process. What was learnt judges mail while its owner is away: it is the server's to read, as stories are. */
    public Learning learning(Config config) {
        return new Learning(accounts, keyring, Secret.take(keys.stories().toArray()), Randomness.secure(), config.learning(), clock);
    }

    /** Who is on lists is under the key of stories, which name people too. */
    public Lists lists() { return new Lists(directory, store, Secret.take(keys.stories().toArray()), Randomness.secure(), clock); }

    /** What owners note of masked addresses names people, as stories do: it is under their key. */
    public Masked masked() {
        return new Masked(directory, editor, store, Secret.take(keys.stories().toArray()), Randomness.secure(), clock);
    }

    /** What browsers have sealed already is sealed once more under the key that opens all else that is the server's. */
    public Vault vault() {
        return Vault.of(store, keys.seals().opens(), Randomness.secure(), clock,
            directory::mayHave);
    }

    /** One in a process. */
    public PublishedCertificates published(Domain host) {
        return PublishedCertificates.of(store, directory, host, keys.seals().opens(), Randomness.secure(), clock,
            alarms);
    }

    /** One in a process. */
    public OwnersLedger ledger() {
        return new OwnersLedger(store, keyring, ProgramVersion::text, clock).marking(keys.seals().opens(), alarms)
            .knowing(directory::mayHave);
    }

    public Invitations invitations() {
        return new Invitations(store, directory, editor, accounts, credentials, Randomness.secure(), clock);
    }

    /** One in a process. What is kept of them says to whom mail went, as stories do: it is under their key. */
    public Receivers receivers() { return new Receivers(store, Secret.take(keys.stories().toArray()), Randomness.secure(), clock); }

    /** One in a process. */
    public FirstSeen firsts() {
        return alone.nodes().isPresent() ? new SharedPatience(store, Secret.take(keys.stories().toArray())) : FirstSeen.HERE;
    }

    public Departed departed() { return new Departed(directory, credentials, grants, factor, kits, devices); }

    @Override public void close() {
        passwords.close();
        traces.close();
        keyring.close();
        slotKeys.close();
        queueSeal.close();
        alone.close();
        store.close();
    }
}
