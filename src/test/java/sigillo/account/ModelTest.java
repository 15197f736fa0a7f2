package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.account.AccountContract.account;
import static sigillo.account.AccountContract.assertSound;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import sigillo.store.Store;
import sigillo.store.StoreContract;
import sigillo.store.memory.MemoryStore;
import sigillo.store.rocksdb.RocksStore;

/** Random work on an account does what a plain model of it does, alone and among others. */
class ModelTest {
    @TestFactory Stream<DynamicTest> oneThread() {
        return seeds(1, 6, seed -> run(new MemoryStore(), seed, 1, 250));
    }

    @TestFactory Stream<DynamicTest> fourThreadsOnOneAccount() {
        return seeds(11, 13, seed -> run(new MemoryStore(), seed, 4, 100));
    }

    @Tag("gate")
    @TestFactory Stream<DynamicTest> eightThreadsOverTheEmbeddedStore(@TempDir Path directory) {
        return seeds(21, 23, seed -> {
            var home = directory.resolve("s" + seed);
            try (var store = RocksStore.open(home)) {
                run(store, seed, 8, 300);
            }
            try (var store = RocksStore.open(home)) {
                assertSound(account(store));
            }
        });
    }

    private static void run(Store store, long seed, int threads, int steps) throws Exception {
        var account = account(store);
        var revisions = new ArrayList<Long>();
        account.listen(changes -> revisions.add(changes.revision()));
        var models = IntStream.range(0, threads).mapToObj(i -> new Model(account, "model" + i, seed * 100 + i))
            .toList();
        StoreContract.together(models.stream().<Executable>map(model -> () -> {
            for (int i = 0; i < steps; i++) {
                model.step();
                if (i % 25 == 0) model.check();
            }
        }).toList());
        models.forEach(Model::check);
        for (int i = 1; i < revisions.size(); i++) {
            assertTrue(revisions.get(i) >= revisions.get(i - 1), "told in order");
        }
        assertSound(account);
    }

    private interface Seeded {
        void run(long seed) throws Exception;
    }

    private static Stream<DynamicTest> seeds(int first, int last, Seeded test) {
        return IntStream.rangeClosed(first, last).mapToObj(seed ->
            DynamicTest.dynamicTest("seed " + seed, () -> test.run(seed)));
    }
}
