package sigillo.main;

import java.io.IOException;
import java.time.InstantSource;
import sigillo.account.Accounts;
import sigillo.base.LoggedAlarms;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.keyring.HourlySeal;
import sigillo.keyring.Keyring;
import sigillo.login.Passwords;
import sigillo.main.config.Config;
import sigillo.sealing.Randomness;
import sigillo.store.Store;
import sigillo.store.rocksdb.RocksStore;
import sigillo.trace.StoredTraces;

/** What lies in the data directory, opened: the same for a server and for the commands when none runs. Closed in turn. */
record Kept(
        DataFolder folder, InstantSource clock, Store store, Accounts accounts, Directory directory, DirectoryEditor editor,
        Passwords passwords, StoredTraces traces, Keyring keyring, HourlySeal hours, LoggedAlarms alarms) implements AutoCloseable {

    /** Throws {@link IOException} or {@link sigillo.store.StoreException} with a sentence for the operator. */
    static Kept open(Config config) throws IOException {
        var clock = InstantSource.system();
        var settings = new Settings(config);
        var folder = new DataFolder(config.data(), config.sealing().keys());
        folder.create();
        var store = RocksStore.open(folder.store());
        try {
            var keys = ServerKeys.read(folder.keys(), store.partitions("").isEmpty(), !Keyring.hasKeys(store));
            var directory = new Directory(store, settings.directory());
            var alarms = new LoggedAlarms();
            var keyring = new Keyring(store, keys.seals(), Randomness.secure(), clock, alarms, settings.keyring());
            var accounts = new Accounts(store, keyring, keys.threads(), clock);
            keyring.adopt(accounts.all());
            var hours = HourlySeal.open(folder.keys().resolve("hours.keys"), store, clock.instant(), Randomness.secure(), alarms);
            var traces = new StoredTraces(store, keys.stories(), settings.trace(), clock);
            return new Kept(folder, clock, store, accounts, directory, new DirectoryEditor(directory, clock), new Passwords(), traces,
                keyring, hours, alarms);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override public void close() {
        passwords.close();
        traces.close();
        keyring.close();
        hours.close();
        store.close();
    }
}
