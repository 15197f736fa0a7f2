package sigillo.keyring;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import sigillo.account.AccountId;
import sigillo.account.ContentSeal.Kind;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.store.rocksdb.RocksStore;

/**
 * What it costs to open an account to which mail has trickled for a year, a record an hour: the first time, when segments
 * are as delivery has sealed them, and the next time, when they have been wrapped anew; and 10,000 mails of one import.
 */
public final class KeyringBench {
    private static final AccountId ANNA = new AccountId("anna");
    private static final int HOURS = 8_760;
    private static final int IMPORTED = 10_000;

    private static Instant now = Instant.parse("2026-01-01T00:00:00Z");

    public static void main(String[] words) throws Exception {
        var folder = Files.createTempDirectory(Path.of(words.length > 0 ? words[0] : "."), "keyring-bench");
        var password = Secret.random(Randomness.secure());
        var secrets = new ServerSecrets(Secret.random(Randomness.secure()), Secret.random(Randomness.secure()));
        var sealed = new byte[HOURS + IMPORTED][];
        try (var store = RocksStore.open(folder)) {
            try (var keyring = keyring(store, secrets)) {
                keyring.enrol(ANNA, Level.L1, List.of(new Way(Slot.Kind.PASSWORD, password)));
                for (int i = 0; i < sealed.length; i++) {
                    if (i < HOURS) now = now.plus(Duration.ofHours(1));
                    keyring.prepare(ANNA);
                    sealed[i] = keyring.seal(ANNA, Kind.META, i, new byte[600]);
                }
            }
            for (var time : List.of("the first", "the second", "the third", "the fourth")) {
                try (var keyring = keyring(store, secrets)) {
                    long start = System.nanoTime();
                    var unlocked = keyring.unlock(ANNA, 1, password).orElseThrow();
                    long opened = System.nanoTime();
                    for (int i = HOURS - 50; i < HOURS; i++) keyring.open(ANNA, Kind.META, i, sealed[i]);
                    System.out.printf("the newest 50 hours %.1f ms%n", (System.nanoTime() - opened) / 1e6);
                    opened = System.nanoTime();
                    for (int i = HOURS; i < sealed.length; i++) keyring.open(ANNA, Kind.META, i, sealed[i]);
                    long imported = System.nanoTime();
                    long cpu = cpu();
                    for (int i = 0; i < HOURS; i++) keyring.open(ANNA, Kind.META, i, sealed[i]);
                    long trickled = System.nanoTime();
                    System.out.printf("%s time: unlocking %.2f ms, %,d records of an import %.0f ms, %,d records of as many segments %.0f ms%n", time,
                        (opened - start) / 1e6, IMPORTED, (imported - opened) / 1e6, HOURS, (trickled - imported) / 1e6);
                    System.out.printf("of the hours on this thread's core %.0f ms%n", (cpu() - cpu) / 1e6);
                    Thread.sleep(6_000); // segments are wrapped anew beside
                    unlocked.close();
                }
            }
        }
    }

    private static long cpu() { return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime(); }

    private static Keyring keyring(RocksStore store, ServerSecrets secrets) {
        return new Keyring(store, secrets, TestSeal.slotKeys(), new TestSeal.MemoryFloors(), Randomness.secure(), () -> now, new TestSeal.Heard(), KeyringSettings.STANDARD);
    }

    private KeyringBench() {}
}
