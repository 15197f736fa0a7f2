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
        var desk = new DnsDesk(HOME::equals, Optional.of(_ -> findings), Optional.empty());
        var lines = Json.tree((Answer.Done) desk.check(HOME));
        assertEquals(List.of("right", "wrong", "unknown", "advised", "unknown"), lines.valueStream().map(line -> line.path("state").asString()).toList());
        assertEquals("nobody can say: DNS could not answer", lines.get(2).path("next").asString());
    }
}
