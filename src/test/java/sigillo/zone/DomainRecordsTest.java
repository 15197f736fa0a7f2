package sigillo.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.autoconfig.Offered;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.mtasts.StsPolicy;

class DomainRecordsTest {
    private static final Domain HOME = Domain.of("home.example");
    private static final Domain HOST = Domain.of("mail.other.example");
    private static final StsPolicy POLICY = new StsPolicy(StsPolicy.Mode.ENFORCE, List.of("mail.other.example"), Duration.ofDays(7));

    private static Offered door(Offered.Service service, int port) { return new Offered(service, Offered.Security.TLS, HOST.name(), port); }

    @Test void allThatADomainNeeds() {
        var facts = new DomainFacts(HOME, HOST, List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1")),
            List.of(new DomainFacts.Key("s1._domainkey.home.example", "v=DKIM1; p=AAAA")), Optional.of(POLICY), List.of("3 1 1 abcd"),
            List.of(door(Offered.Service.IMAP, 993), door(Offered.Service.SUBMISSION, 465)), Optional.of(door(Offered.Service.IMAP, 443)),
            Optional.of("letsencrypt.org"), Optional.of(Address.of("postmaster@home.example")), new DomainFacts.Said("v=spf1 mx ~all", "v=DMARC1; p=none"));
        assertEquals("""
            mail.other.example. IN A 192.0.2.1
            mail.other.example. IN AAAA 2001:db8::1
            home.example. IN MX 10 mail.other.example.
            home.example. IN TXT "v=spf1 mx ~all"
            s1._domainkey.home.example. IN TXT "v=DKIM1; p=AAAA"
            _dmarc.home.example. IN TXT "v=DMARC1; p=none"
            mta-sts.home.example. IN CNAME mail.other.example.
            _mta-sts.home.example. IN TXT "v=STSv1; id=%s;"
            _smtp._tls.home.example. IN TXT "v=TLSRPTv1; rua=mailto:postmaster@home.example"
            _25._tcp.mail.other.example. IN TLSA 3 1 1 abcd
            autoconfig.home.example. IN CNAME mail.other.example.
            autodiscover.home.example. IN CNAME mail.other.example.
            openpgpkey.home.example. IN CNAME mail.other.example.
            _imaps._tcp.home.example. IN SRV 0 1 993 mail.other.example.
            _imap._tcp.home.example. IN SRV 0 0 0 .
            _pop3s._tcp.home.example. IN SRV 0 0 0 .
            _pop3._tcp.home.example. IN SRV 0 0 0 .
            _submissions._tcp.home.example. IN SRV 0 1 465 mail.other.example.
            _submission._tcp.home.example. IN SRV 0 0 0 .
            _sieve._tcp.home.example. IN SRV 0 0 0 .
            _jmap._tcp.home.example. IN SRV 0 1 443 mail.other.example.
            home.example. IN CAA 0 issue "letsencrypt.org"
            """.formatted(POLICY.id()), ZoneFile.of(DomainRecords.of(facts)));
    }

    @Test void whatIsNotKnownIsNotAskedFor() {
        var facts = new DomainFacts(HOME, HOST, List.of(), List.of(), Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty(),
            Optional.empty(), new DomainFacts.Said("v=spf1 mx ~all", "v=DMARC1; p=none"));
        var purposes = DomainRecords.of(facts).stream().map(Wanted::purpose).distinct().toList();
        assertEquals(List.of(Purpose.MX, Purpose.SPF, Purpose.DMARC, Purpose.PROGRAMS), purposes);
    }

    @Test void longTextsAreStringsOf255() {
        var line = ZoneFile.line(new ZoneRecord("a.example", ZoneRecord.Type.TXT, "x".repeat(300)));
        assertEquals("a.example. IN TXT \"" + "x".repeat(255) + "\" \"" + "x".repeat(45) + "\"", line);
        assertEquals("a.example. IN TXT \"\"", ZoneFile.line(new ZoneRecord("a.example", ZoneRecord.Type.TXT, "")));
        assertEquals("a.example. IN TXT \"a\\\"b\\\\c\\195\\169\"", ZoneFile.line(new ZoneRecord("a.example", ZoneRecord.Type.TXT, "a\"b\\cé")));
    }
}
