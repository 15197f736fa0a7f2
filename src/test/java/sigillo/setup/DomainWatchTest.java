package sigillo.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sigillo.base.Alarms;
import sigillo.base.Domain;
import sigillo.store.memory.MemoryStore;
import sigillo.zone.Finding;
import sigillo.zone.Finding.Fault;
import sigillo.zone.Purpose;
import sigillo.zone.Wanted;
import sigillo.zone.ZoneRecord;

class DomainWatchTest {
    private static final Domain HOME = Domain.of("home.example");
    private final Map<String, String> standing = new HashMap<>();
    private final StepRows steps = new StepRows(new MemoryStore());
    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private Fault mx = Fault.NONE;
    private Fault dmarc = Fault.NONE;
    private String policy = "v=DMARC1; p=none";
    private DomainWatch watch;

    @BeforeEach void start() {
        var alarms = new Alarms() {
            @Override public void raise(String key, String sentence) { standing.put(key, sentence); }

            @Override public void clear(String key) { standing.remove(key); }
        };
        watch = new DomainWatch(domain -> List.of(finding(domain, Purpose.MX, mx, "10 mx.other.example."), finding(domain, Purpose.DMARC, dmarc, policy)), steps, alarms, () -> now);
    }

    private static Finding finding(Domain domain, Purpose purpose, Fault fault, String seen) {
        var wanted = new Wanted(purpose, new ZoneRecord(domain.name(), ZoneRecord.Type.TXT, "what there should be"));
        return new Finding(wanted, fault, fault == Fault.MISSING ? List.of() : List.of(seen));
    }

    private void look() {
        now = now.plus(Duration.ofHours(1));
        watch.look(List.of(HOME));
    }

    @Test void anAlarmAfterTwoLooksUntilItIsRight() {
        mx = Fault.OTHER;
        look();
        assertEquals(Map.of(), standing, "a change may be on its way");
        look();
        assertTrue(standing.get("dns of home.example").contains("needs: MX."), standing.toString());
        mx = Fault.NONE;
        look();
        assertEquals(Map.of(), standing);
    }

    @Test void whatDnsCannotSayIsNoAlarm() {
        mx = Fault.UNKNOWN;
        look();
        look();
        assertEquals(Map.of(), standing);
    }

    @Test void sinceWhenAStepIsShown() {
        look();
        var first = now;
        look();
        assertEquals(Optional.of(new DomainLook.Step("none", first)), steps.of(HOME));
        policy = "v=DMARC1; p=quarantine; t=y";
        dmarc = Fault.OTHER;
        look();
        assertEquals(Optional.of(new DomainLook.Step("quarantine t=y", now)), steps.of(HOME), "what is shown counts, not what should be");
        dmarc = Fault.UNKNOWN;
        look();
        assertFalse(steps.of(HOME).isEmpty(), "who cannot be asked has not said that it is gone");
        dmarc = Fault.MISSING;
        look();
        assertEquals(Optional.empty(), steps.of(HOME));
    }

    @Test void aDomainThatIsGoneLeavesNothing() {
        mx = Fault.MISSING;
        look();
        look();
        watch.look(List.of());
        assertEquals(Map.of(), standing);
        assertEquals(Optional.empty(), steps.of(HOME));
    }
}
