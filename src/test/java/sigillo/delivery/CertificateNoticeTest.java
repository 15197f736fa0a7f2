package sigillo.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.base.SetClock;

/** How often an owner is told that his certificate expires. */
class CertificateNoticeTest {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final AccountId ANNA = new AccountId("anna");
    private final SetClock clock = new SetClock(NOW);
    private final List<Letters.Letter> told = new ArrayList<>();
    private final CertificateNotice notice = new CertificateNotice((_, letter) -> told.add(letter), clock, "mx.home.example");

    private int afterDays(int days, Optional<Instant> expires) {
        clock.advance(Duration.between(clock.instant(), NOW.plus(Duration.ofDays(days))));
        for (int i = 0; i < 3; i++) notice.accept(ANNA, expires);
        return told.size();
    }

    @Test void onceAWeekThenOnceADay() {
        var expires = Optional.of(NOW.plus(Duration.ofDays(20)));
        assertEquals(1, afterDays(0, expires));
        assertEquals(1, afterDays(6, expires));
        assertEquals(2, afterDays(7, expires));
        assertEquals(3, afterDays(14, expires));
        assertEquals(4, afterDays(18, expires), "it is urgent now");
        assertEquals(5, afterDays(19, expires));
        assertEquals(6, afterDays(20, Optional.empty()));
        assertTrue(told.getFirst().text().contains("2026-12-20") && told.getFirst().subject().contains("scade"));
        assertTrue(told.getLast().subject().contains("waits"));
    }

    @Test void eachOwnerByHimself() {
        notice.accept(ANNA, Optional.empty());
        notice.accept(new AccountId("bruno"), Optional.empty());
        assertEquals(2, told.size());
    }
}
