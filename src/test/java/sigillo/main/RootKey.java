package sigillo.main;

import java.nio.file.Path;
import sigillo.base.Address;
import sigillo.keyring.Unlocked;
import sigillo.main.config.Config;
import sigillo.main.config.ConfigFile;
import sigillo.main.kept.Kept;
import sigillo.sealing.Secret;

/** What opens an account of a stopped demo, as a test that looks for it in memory must know it. */
public final class RootKey {
    private RootKey() {}

    public static byte[] of(Path data, String address, String password) throws Exception {
        try (var kept = Kept.open(config(data))) {
            var account = kept.directory().account(Address.of(address)).orElseThrow();
            try (var unlocked = kept.credentials().open(account, password).orElseThrow()) {
                return root(unlocked);
            }
        }
    }

    private static Config config(Path data) {
        if (ConfigFile.read(data.resolve("sigillo.toml")) instanceof ConfigFile.Outcome.Right(var config, _)) return config;
        throw new AssertionError("the demo's configuration is wrong");
    }

    /** No door of the keyring gives it out. */
    private static byte[] root(Unlocked unlocked) throws Exception {
        var field = unlocked.getClass().getDeclaredField("ring");
        field.setAccessible(true);
        var ring = field.get(unlocked);
        var method = ring.getClass().getDeclaredMethod("roots");
        method.setAccessible(true);
        var roots = method.invoke(ring);
        var byEpoch = roots.getClass().getDeclaredMethod("byEpoch");
        byEpoch.setAccessible(true);
        return ((Secret) ((java.util.SortedMap<?, ?>) byEpoch.invoke(roots)).lastEntry().getValue()).toArray();
    }
}
