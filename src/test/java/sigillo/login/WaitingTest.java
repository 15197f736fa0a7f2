package sigillo.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.directory.AccountRecord;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;

/** How many wait for a code, and who gives way. */
class WaitingTest {
    private static final Instant NOW = Instant.parse("2026-11-28T08:00:00Z");

    private static Waiting.One one(String name, Secret secret) {
        var account = new AccountRecord(new AccountId(name), 1, Address.of(name + "@home.example"), "kept", false, Instant.EPOCH);
        var kept = new KeptPassword.Split(new Argon2id.Cost(64, 1, 1), 1, Bytes.EMPTY, Bytes.EMPTY, 1);
        var source = Slowdown.Source.of(name, Optional.of(account), Optional.empty());
        return new Waiting.One(account, kept, Optional.of(secret), Optional.empty(), source, NOW.plusSeconds(60), 0);
    }

    private static Secret secret() { return Secret.random(Randomness.secure()); }

    @Test void theOldestGivesWayAndIsWiped() {
        try (var waiting = new Waiting(Randomness.secure(), Duration.ofMinutes(1))) {
            var secret = secret();
            var first = waiting.add(one("anna", secret));
            for (int i = 1; i < LoginLimits.CODES_WAITING_MAX; i++) waiting.add(one("user" + i, secret()));
            assertTrue(waiting.get(first, NOW).isPresent());
            waiting.add(one("bruno", secret()));
            assertEquals(LoginLimits.CODES_WAITING_MAX, waiting.size());
            assertFalse(waiting.get(first, NOW).isPresent());
            assertThrows(IllegalStateException.class, secret::toArray);
        }
    }

    /** Who knows a password comes as often as he likes. */
    @Test void nobodyIsPushedOutByAnotherAccount() {
        try (var waiting = new Waiting(Randomness.secure(), Duration.ofMinutes(1))) {
            var anna = waiting.add(one("anna", secret()));
            for (int i = 0; i < 2 * LoginLimits.CODES_WAITING_MAX; i++) waiting.add(one("bruno", secret()));
            assertTrue(waiting.get(anna, NOW).isPresent());
            assertEquals(1 + LoginLimits.CODES_WAITING_OF_ACCOUNT_MAX, waiting.size());
        }
    }
}
