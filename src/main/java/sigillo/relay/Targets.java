package sigillo.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import sigillo.base.Domain;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;
import sigillo.resolver.Resolver.MailExchanger;
import sigillo.smtp.SmtpReply;

/** Finds the hosts of a route: RFC 5321 section 5.1, RFC 7505. */
final class Targets {
    private final RelaySettings settings;
    private final Resolver resolver;

    Targets(RelaySettings settings, Resolver resolver) {
        this.settings = settings;
        this.resolver = resolver;
    }

    Found of(Route route) {
        return switch (route) {
            case Route.Fixed(var hop) -> fixed(hop);
            case Route.Exchangers(var domain) -> domain.isLiteral() ? literal(domain) : exchangers(domain);
        };
    }

    private Found fixed(Hop hop) {
        if (isAddress(hop.host())) return new Found.Hosts(List.of(target(hop, InetAddress.ofLiteral(hop.host()))));
        return switch (resolver.addresses(hop.host())) {
            case Answer.Found<InetAddress>(var addresses, _) -> new Found.Hosts(addresses.stream().map(a -> target(hop, a)).toList());
            case Answer.Temporary<InetAddress>(var why) -> new Found.OurFault(why);
            case Answer.NoData<InetAddress> _, Answer.NoSuchDomain<InetAddress> _ ->
                new Found.OurFault(hop.host() + " of the settings has no address");
        };
    }

    /** RFC 5321 section 4.1.3. */
    private Found literal(Domain domain) {
        var text = domain.name().substring(1, domain.name().length() - 1).replaceFirst("^ipv6:", "");
        return isAddress(text) ? new Found.Hosts(List.of(target(Hop.exchanger(text, settings.mxPort()), InetAddress.ofLiteral(text))))
            : new Found.Never(SmtpReply.of(550, "5.1.2", "No such address " + domain));
    }

    private Found exchangers(Domain domain) {
        return switch (resolver.mx(domain.name())) {
            case Answer.Found<MailExchanger>(var records, _) -> hosts(domain, records);
            // RFC 5321 section 5.1: the domain itself is then its only mail exchanger, with preference 0
            case Answer.NoData<MailExchanger> _ -> hosts(domain, List.of(new MailExchanger(0, domain.name())));
            case Answer.NoSuchDomain<MailExchanger> _ -> new Found.Never(SmtpReply.of(550, "5.1.2", "The domain " + domain + " does not exist"));
            case Answer.Temporary<MailExchanger>(var why) -> unanswered(why);
        };
    }

    private Found unanswered(String why) {
        return resolver.isAnswering() ? new Found.Later(SmtpReply.of(451, "4.4.3", why)) : new Found.OurFault("no DNS server answers");
    }

    private Found hosts(Domain domain, List<MailExchanger> records) {
        // RFC 7505 section 3: alone it means that no mail is taken; beside others it is an error of theirs and is passed over
        if (records.size() == 1 && records.getFirst().isNull())
            return new Found.Never(SmtpReply.of(556, "5.1.10", "The domain " + domain + " takes no mail"));
        var before = beforeOurselves(records.stream().filter(r -> !r.isNull()).toList());
        if (before.isEmpty())
            return new Found.Never(SmtpReply.of(554, "5.4.6", "Mail for " + domain + " would come back to this server, which does not serve it"));
        var targets = new ArrayList<Target>();
        Found trouble = new Found.Never(SmtpReply.of(550, "5.4.4", "The mail exchangers of " + domain + " have no address"));
        for (var record : before) {
            if (targets.size() >= RelayLimits.TARGETS_MAX) break;
            switch (resolver.addresses(record.host())) {
                case Answer.Found<InetAddress>(var addresses, _) ->
                    addresses.forEach(a -> targets.add(target(Hop.exchanger(record.host(), settings.mxPort()), a)));
                case Answer.Temporary<InetAddress>(var why) -> trouble = unanswered(why);
                case Answer.NoData<InetAddress> _, Answer.NoSuchDomain<InetAddress> _ -> { }
            }
        }
        return targets.isEmpty() ? trouble : new Found.Hosts(targets.subList(0, Math.min(targets.size(), RelayLimits.TARGETS_MAX)));
    }

    /** RFC 5321 section 5.1: where we are among them, only better ones may be used; else mail would run in a circle. */
    private List<MailExchanger> beforeOurselves(List<MailExchanger> records) {
        var own = records.stream().filter(r -> r.host().equals(settings.hostname().name())).mapToInt(MailExchanger::preference).min();
        return own.isEmpty() ? records : records.stream().filter(r -> r.preference() < own.getAsInt()).toList();
    }

    private static Target target(Hop hop, InetAddress address) { return new Target(hop, new InetSocketAddress(address, hop.port())); }

    private static boolean isAddress(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException name) {
            return false;
        }
    }
}
