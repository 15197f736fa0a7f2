package sigillo.preflight;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sigillo.base.Domain;
import sigillo.base.Printable;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsData;
import sigillo.dns.DnsType;
import sigillo.dns.Lookup;

/** Whether mail of a domain comes to this machine: its best MX (RFC 5321 section 5.1) has one of our addresses. */
public final class MailRoute {
    public static final String NAME = "MX";
    /** Hosts of one answer that are looked at. */
    private static final int HOSTS_MAX = 10;

    private MailRoute() {}

    static Result judge(Domain domain, List<InetAddress> open, Lookup dns) {
        if (open.isEmpty()) return Addresses.none(NAME);
        return switch (dns.ask(domain.name(), DnsType.MX)) {
            case DnsAnswer.Failed(_, var why) -> unknown(domain.name(), why);
            case DnsAnswer.Nothing _ -> Result.wrong(NAME, Words.of("The domain %s has no MX record.", "Il dominio %s non ha record MX.", domain), step(domain));
            case DnsAnswer.Found found -> judge(domain, open, dns, found.all(DnsData.Exchanger.class));
        };
    }

    /** Of a domain that is about to be set up: that it has none yet is as it should be. */
    static Result beforehand(Domain domain, List<InetAddress> open, Lookup dns) {
        if (!(dns.ask(domain.name(), DnsType.MX) instanceof DnsAnswer.Nothing)) return judge(domain, open, dns);
        return Result.fine(NAME, Words.of("The domain %s has no MX record yet: its mail goes nowhere else.", "Il dominio %s non ha ancora record MX: la sua posta non va altrove.", domain));
    }

    private static Result judge(Domain domain, List<InetAddress> open, Lookup dns, List<DnsData.Exchanger> all) {
        int best = all.stream().mapToInt(DnsData.Exchanger::preference).min().orElse(0);
        var hosts = all.stream().sorted(Comparator.comparingInt(DnsData.Exchanger::preference)).limit(HOSTS_MAX).toList();
        var elsewhere = new ArrayList<String>();
        var failed = Optional.<String>empty();
        boolean isHere = false;
        for (var one : hosts) {
            var answers = List.of(dns.ask(one.host(), DnsType.A), dns.ask(one.host(), DnsType.AAAA));
            boolean leadsHere = answers.stream().flatMap(answer -> answer.all(DnsData.Host.class).stream()).anyMatch(host -> open.contains(host.address()));
            isHere |= leadsHere && one.preference() == best;
            var failure = leadsHere ? Optional.<String>empty() : failure(answers);
            if (failure.isPresent()) failed = failure;
            else if (!leadsHere) elsewhere.add(one.host().isEmpty() ? "." : one.host());
        }
        if (failed.isPresent()) return unknown(domain.name(), failed.get());
        return judge(domain, isHere, Printable.of(String.join(", ", elsewhere)));
    }

    private static Optional<String> failure(List<DnsAnswer> answers) {
        return answers.stream().filter(DnsAnswer.Failed.class::isInstance).map(one -> ((DnsAnswer.Failed) one).why()).findFirst();
    }

    private static Result judge(Domain domain, boolean isHere, String elsewhere) {
        if (isHere && elsewhere.isEmpty()) return Result.fine(NAME, Words.of("Mail for %s comes to this machine.", "La posta per %s arriva a questa macchina.", domain));
        if (isHere) {
            return Result.warning(NAME, Words.of("Mail for %s comes to this machine, and to others: %s.", "La posta per %s arriva a questa macchina, e ad altre: %s.", domain, elsewhere),
                new Words("Remove the MX records that are not yours.", "Togliere i record MX che non sono vostri."));
        }
        return Result.wrong(NAME, Words.of("Mail for %s goes elsewhere first: %s.", "La posta per %s va prima altrove: %s.", domain, elsewhere), step(domain));
    }

    private static Words step(Domain domain) {
        return Words.of("When mail is to come here, set the MX of %s to the host name of this machine, and A and AAAA of that name to its addresses.",
            "Quando la posta deve arrivare qui, impostare l'MX di %s sul nome di questa macchina, e A e AAAA di quel nome sui suoi indirizzi.", domain);
    }

    private static Result unknown(String name, String why) {
        return Result.unknown(NAME, Words.of("The MX of %s could not be asked: %s.", "L'MX di %s non si è potuto chiedere: %s.", name, Printable.of(why)), Addresses.DNS_STEP);
    }
}
