package sigillo.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sigillo.base.Address;

class DmarcStepsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");
    private static final Optional<Address> REPORTS = Optional.of(Address.of("postmaster@home.example"));

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        nothing is there              | - | 0  | v=DMARC1; p=none; rua=mailto:postmaster@home.example
        shown since yesterday         | v=DMARC1; p=none | 1 | v=DMARC1; p=none
        nobody knows since when       | v=DMARC1; p=none | - | v=DMARC1; p=none
        a month                       | v=DMARC1; p=none; rua=mailto:x@y.example | 30 | v=DMARC1; p=quarantine; t=y; rua=mailto:x@y.example
        another month                 | v=DMARC1;p=quarantine;t=y;sp=none | 31 | v=DMARC1; p=quarantine; sp=none
        where it ends                 | v=DMARC1; p=quarantine | 300 | v=DMARC1; p=quarantine
        its owner has chosen          | v=DMARC1; p=reject | 300 | v=DMARC1; p=reject
        no policy at all              | v=DMARC1; adkim=s | 30 | v=DMARC1; p=quarantine; t=y; adkim=s
        """)
    void aStepAMonth(String why, String there, Integer days, String next) {
        var since = Optional.ofNullable(days).map(d -> NOW.minus(Duration.ofDays(d)));
        assertEquals(next, DmarcSteps.next(Optional.ofNullable(there), since, NOW, REPORTS), why);
    }

    @Test void whichStepItIs() {
        assertEquals("none", DmarcSteps.step("v=DMARC1; p=none; rua=mailto:x@y.example"));
        assertEquals("quarantine t=y", DmarcSteps.step("v=DMARC1;P=Quarantine; t=Y"));
        assertEquals("quarantine", DmarcSteps.step("v=DMARC1; p=quarantine; t=n"));
    }

    @Test void whatIsARecord() {
        assertTrue(DmarcSteps.isDmarc("v=DMARC1"));
        assertTrue(DmarcSteps.isDmarc("v = DMARC1 ; p=none"));
        assertFalse(DmarcSteps.isDmarc("v=DMARC10; p=none"));
        assertFalse(DmarcSteps.isDmarc("v=spf1 mx"));
    }
}
