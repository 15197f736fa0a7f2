package sigillo.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.base.Domain;
import sigillo.zone.Finding;
import sigillo.zone.Purpose;
import sigillo.zone.Wanted;
import sigillo.zone.ZoneRecord;

/** What is said of a record in a word: what is needed and wrong, what is only advised, and what nobody could say. */
class DnsDeskTest {
    private static final Domain HOME = Domain.of("home.test");

    private static Finding found(Purpose purpose, Finding.Fault fault) {
        return new Finding(new Wanted(purpose, new ZoneRecord("home.test", ZoneRecord.Type.TXT, "v=x")), fault, List.of("DNS could not answer"));
    }

    @Test void whatCouldNotBeAskedIsNeitherRightNorWrong() {
        var findings = List.of(found(Purpose.SPF, Finding.Fault.NONE), found(Purpose.SPF, Finding.Fault.MISSING), found(Purpose.SPF, Finding.Fault.UNKNOWN),
            found(Purpose.TLS_REPORTS, Finding.Fault.MISSING), found(Purpose.TLS_REPORTS, Finding.Fault.UNKNOWN));
        var desk = new DnsDesk(HOME::equals, Optional.of(_ -> findings), Optional::empty);
        var lines = Json.tree((Answer.Done) desk.check(HOME));
        assertEquals(List.of("right", "wrong", "unknown", "advised", "unknown"), lines.valueStream().map(line -> line.path("state").asString()).toList());
        assertEquals("nobody can say: DNS could not answer", lines.get(2).path("next").asString());
    }

    /** Nobody need let this server change the zone, and nothing is changed. */
    @Test void aDryRunSaysWhatWouldBeDone() {
        var mx = new Finding(new Wanted(Purpose.MX, new ZoneRecord("home.test", ZoneRecord.Type.MX, "10 mail.home.test.")), Finding.Fault.OTHER, List.of("5 mx.elsewhere.test."));
        var spf = new Finding(new Wanted(Purpose.SPF, new ZoneRecord("home.test", ZoneRecord.Type.TXT, "v=x")), Finding.Fault.MISSING, List.of());
        var findings = List.of(mx, spf, found(Purpose.DMARC, Finding.Fault.NONE));
        var desk = new DnsDesk(HOME::equals, Optional.of(_ -> findings), () -> Optional.of((_, _) -> { throw new IllegalStateException("the zone is changed"); }));
        assertEquals(List.of("add home.test. IN TXT \"v=x\"", "left to you home.test. IN MX 10 mail.home.test."), said(desk.plan(HOME, false)));
        assertEquals(List.of("remove home.test. IN MX 5 mx.elsewhere.test.", "add home.test. IN MX 10 mail.home.test.", "add home.test. IN TXT \"v=x\""), said(desk.plan(HOME, true)));
        assertEquals("there is nothing to publish", Json.tree((Answer.Done) new DnsDesk(HOME::equals, Optional.of(_ -> List.of()), Optional::empty).plan(HOME, true)).path("done").asString());
    }

    private static List<String> said(Answer plan) {
        return Json.tree((Answer.Done) plan).valueStream().map(line -> line.path("change").asString() + " " + line.path("record").asString()).toList();
    }
}
