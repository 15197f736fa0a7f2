package sigillo.keyring;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import sigillo.account.ContentSeal;
import sigillo.base.Alarms;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.store.Store;

/** The seal that servers have, over a test's store; with secrets that are the same each time, so that a store can be opened again. */
public final class TestSeal {
    private TestSeal() {}

    public static ContentSeal over(Store store, InstantSource clock) { return over(store, clock, new Heard()); }

    static Keyring over(Store store, InstantSource clock, Alarms alarms) {
        return new Keyring(store, secrets(1), Randomness.secure(), clock, alarms, KeyringSettings.STANDARD);
    }

    static ServerSecrets secrets(long seed) {
        var random = new Random(seed);
        Randomness randomness = random::nextBytes;
        return new ServerSecrets(Secret.random(randomness), Secret.random(randomness));
    }

    /** Remembers what was raised. */
    static final class Heard implements Alarms {
        final List<String> raised = new ArrayList<>();

        @Override public void raise(String key, String sentence) { raised.add(key + ": " + sentence); }

        @Override public void clear(String key) {}
    }
}
