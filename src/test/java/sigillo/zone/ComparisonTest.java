package sigillo.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sigillo.zone.Finding.Fault;
import sigillo.zone.ZoneRecord.Type;

/** What DNS shows, and what is wrong with it. */
class ComparisonTest {
    private static final String KEY = "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA1234567890abcdefghijklmnopqrstuvwxyz";

    private static Finding compare(Purpose purpose, String record, Seen seen) {
        var parts = record.split(" ", 3);
        return Comparison.compare(new Wanted(purpose, new ZoneRecord(parts[0], Type.valueOf(parts[1]), parts[2].replace("KEY", KEY))), seen);
    }

    @ParameterizedTest(name = "{0} {1} and {2}")
    @CsvSource(delimiter = '|', textBlock = """
        MX | home.example MX 10 mail.home.example. | 10 mail.home.example. | NONE
        MX | home.example MX 10 mail.home.example. | 5 MAIL.home.example. | NONE
        MX | home.example MX 10 mail.home.example. | 10 mail.home.example. / 20 backup.example. | NONE
        MX | home.example MX 10 mail.home.example. | 10 mx.old.example. | OTHER
        MX | home.example MX 10 mail.home.example. | 10 mail.home.example. / 5 mx.old.example. | BEHIND_OTHERS
        MX | home.example MX 10 mail.home.example. | 10 mail.home.example. / 10 mx.old.example. | BEHIND_OTHERS
        MX | home.example MX 10 mail.home.example. | | MISSING
        SPF | home.example TXT v=spf1 mx ~all | v=spf1 mx ~all | NONE
        SPF | home.example TXT v=spf1 mx ~all | v=spf1  MX ~all / other=text | NONE
        SPF | home.example TXT v=spf1 mx ~all | other=text | MISSING
        SPF | home.example TXT v=spf1 mx ~all | v=spf1 mx ~all / v=spf1 -all | SEVERAL
        SPF | home.example TXT v=spf1 mx ~all | v=spf1 -all | OTHER
        DKIM | s._domainkey.home.example TXT KEY | KEY | NONE
        DKIM | s._domainkey.home.example TXT KEY | v=DKIM1;k=rsa;p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA1234567890abcdefghijklmnopqrstuvwxyz; | NONE
        DKIM | s._domainkey.home.example TXT KEY | v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIB | CUT
        DKIM | s._domainkey.home.example TXT KEY | v=DKIM1\\; k=rsa\\; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA1234567890abcdefghijklmnopqrstuvwxyz | MANGLED
        DKIM | s._domainkey.home.example TXT KEY | "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA1234567890" "abcdefghijklmnopqrstuvwxyz" | MANGLED
        DKIM | s._domainkey.home.example TXT KEY | v=DKIM1; k=rsa; p=MIIBother | OTHER
        DKIM | s._domainkey.home.example TXT KEY | KEY / KEY | SEVERAL
        DMARC | _dmarc.home.example TXT v=DMARC1; p=none | v=DMARC1;p=none | NONE
        DMARC | _dmarc.home.example TXT v=DMARC1; p=none | v=spf1 mx | MISSING
        DMARC | _dmarc.home.example TXT v=DMARC1; p=none | v=DMARC1; p=reject | OTHER
        HOST | mail.home.example A 192.0.2.1 | 192.0.2.2 / 192.0.2.1 | NONE
        HOST | mail.home.example A 192.0.2.1 | 192.0.2.2 | OTHER
        PROGRAMS | _imaps._tcp.home.example SRV 0 1 993 mail.home.example. | 0 1 993 mail.home.example. | NONE
        DANE | _25._tcp.mail.home.example TLSA 3 1 1 abcd | 3 1 1 ABCD | NONE
        AUTHORITY | home.example CAA 0 issue "letsencrypt.org" | 0 issue "other.example" | OTHER
        """)
    void whatIsThere(Purpose purpose, String record, String values, Fault fault) {
        var all = values == null ? List.<String>of() : Arrays.stream(values.split(" / ")).map(value -> value.replace("KEY", KEY)).toList();
        assertEquals(fault, compare(purpose, record, new Seen.Values(all)).fault());
    }

    @Test void serversThatDisagree() {
        var record = "home.example MX 10 mail.home.example.";
        assertEquals(Fault.NONE, compare(Purpose.MX, record, new Seen.Divided(List.of("10 mail.home.example."), List.of("20 mail.home.example."))).fault());
        var divided = compare(Purpose.MX, record, new Seen.Divided(List.of("10 mail.home.example."), List.of()));
        assertEquals(Fault.DIVIDED, divided.fault());
        assertEquals(List.of(), divided.seen());
    }

    @Test void whatNobodyCanSayIsNotMissing() {
        var unknown = compare(Purpose.SPF, "home.example TXT v=spf1 mx ~all", new Seen.Unknown("ns1.example does not answer", "ns1.example non risponde"));
        assertEquals(Fault.UNKNOWN, unknown.fault());
        assertEquals(List.of("ns1.example does not answer", "ns1.example non risponde"), unknown.seen());
    }
}
