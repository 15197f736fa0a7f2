package sigillo.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.sealing.Randomness;

/** What authenticators sign. Over HTTPS: web.PasskeysTest. */
class ChallengesTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final AccountId ANNA = new AccountId("anna");
    private static final AccountId LEO = new AccountId("leo");

    private final Challenges challenges = new Challenges(Randomness.secure());

    private boolean isUsed(AccountId by, Instant at) { return challenges.use(challenges.fresh("sign-in", at).toArray(), by, at); }

    /** With a program in the place of an authenticator one signs as often as he likes. */
    @Test void whoUsesManyKeepsNobodyElseOut() {
        int used = 0;
        for (int i = 0; i < Challenges.USED_MAX + 10; i++) if (isUsed(ANNA, NOW)) used++;
        assertEquals(Challenges.USED_BY_ONE_MAX, used);
        assertTrue(isUsed(LEO, NOW));
        assertFalse(isUsed(ANNA, NOW.plus(Challenges.LIFE)));
        assertTrue(isUsed(ANNA, NOW.plus(Challenges.LIFE).plusSeconds(1)));
    }
}
