package sigillo.zone;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import sigillo.autoconfig.ServiceRecords;
import sigillo.dns.AddressText;
import sigillo.zone.ZoneRecord.Type;

/** All records that a domain of ours needs, in the order in which it is set up. */
public final class DomainRecords {
    /** RFC 5321 section 5.1: one host needs no order; 10 leaves room before and behind it. */
    private static final int PREFERENCE = 10;
    /** RFC 7672 section 3.1.1: where servers come in. */
    private static final String SMTP = "_25._tcp.";

    private final DomainFacts facts;
    private final List<Wanted> all = new ArrayList<>();

    private DomainRecords(DomainFacts facts) { this.facts = facts; }

    public static List<Wanted> of(DomainFacts facts) {
        var records = new DomainRecords(facts);
        records.mail();
        records.authentication();
        records.transport();
        records.programs();
        return List.copyOf(records.all);
    }

    private void add(Purpose purpose, String name, Type type, String value) { all.add(new Wanted(purpose, new ZoneRecord(name, type, value))); }

    private String host() { return ZoneRecord.target(facts.host().name()); }

    /** A name below the domain, which is always spelled out: zones of others may end elsewhere. */
    private String below(String label) { return label + "." + facts.domain().name(); }

    private void mail() {
        for (var address : facts.addresses()) add(Purpose.HOST, facts.host().name(), type(address), AddressText.of(address));
        add(Purpose.MX, facts.domain().name(), Type.MX, PREFERENCE + " " + host());
    }

    private static Type type(InetAddress address) { return address instanceof Inet4Address ? Type.A : Type.AAAA; }

    private void authentication() {
        add(Purpose.SPF, facts.domain().name(), Type.TXT, facts.shown().spf());
        for (var key : facts.keys()) add(Purpose.DKIM, key.name(), Type.TXT, key.value());
        add(Purpose.DMARC, below("_dmarc"), Type.TXT, facts.shown().dmarc());
    }

    private void transport() {
        facts.policy().ifPresent(policy -> {
            add(Purpose.MTA_STS, below("mta-sts"), Type.CNAME, host());
            add(Purpose.MTA_STS, below("_mta-sts"), Type.TXT, "v=STSv1; id=" + policy.id() + ";");
        });
        facts.reports().ifPresent(to -> add(Purpose.TLS_REPORTS, below("_smtp._tls"), Type.TXT, "v=TLSRPTv1; rua=mailto:" + to));
        for (var value : facts.tlsa()) add(Purpose.DANE, SMTP + facts.host().name(), Type.TLSA, value);
    }

    private void programs() {
        if (facts.web().isPresent()) {
            add(Purpose.PROGRAMS, below("autoconfig"), Type.CNAME, host());
            add(Purpose.PROGRAMS, below("autodiscover"), Type.CNAME, host());
            add(Purpose.PROGRAMS, below("openpgpkey"), Type.CNAME, host());
        }
        for (var srv : ServiceRecords.of(facts.domain(), facts.doors(), facts.web())) {
            var target = srv.target().equals(".") ? "." : ZoneRecord.target(srv.target());
            add(Purpose.PROGRAMS, srv.name(), Type.SRV, srv.priority() + " " + srv.weight() + " " + srv.port() + " " + target);
        }
        facts.authority().ifPresent(name -> add(Purpose.AUTHORITY, facts.domain().name(), Type.CAA, "0 issue \"" + name + "\""));
    }
}
