package sigillo.main;

import java.io.IOException;
import java.time.InstantSource;
import sigillo.account.Accounts;
import sigillo.account.ContentSeal;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.directory.DirectorySettings;
import sigillo.directory.Passwords;
import sigillo.main.config.Config;
import sigillo.store.Store;
import sigillo.store.rocksdb.RocksStore;
import sigillo.trace.StoredTraces;
import sigillo.trace.TraceSettings;

/** What lies in the data directory, opened: the same for a server and for the commands when none runs. Closed in turn. */
record Kept(
        DataFolder folder, Store store, Accounts accounts, Directory directory, DirectoryEditor editor, Passwords passwords,
        StoredTraces traces) implements AutoCloseable {

    /** Throws {@link IOException} or {@link sigillo.store.StoreException} with a sentence for the operator. */
    static Kept open(Config config, InstantSource clock) throws IOException {
        var folder = new DataFolder(config.data());
        folder.create();
        var store = RocksStore.open(folder.store());
        try {
            var keys = ServerKeys.read(folder.keys(), store.partitions("").isEmpty());
            var directory = new Directory(store, directorySettings(config));
            var traces = new StoredTraces(store, keys.stories(), traceSettings(config), clock);
            return new Kept(folder, store, new Accounts(store, ContentSeal.NONE, keys.threads(), clock), directory,
                new DirectoryEditor(directory, clock), new Passwords(), traces);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static DirectorySettings directorySettings(Config config) {
        return new DirectorySettings(config.hostname(), config.directory().separator(), config.directory().postmaster());
    }

    private static TraceSettings traceSettings(Config config) {
        return new TraceSettings(config.trace().namedFor(), config.trace().keptFor());
    }

    @Override public void close() {
        passwords.close();
        traces.close();
        store.close();
    }
}
