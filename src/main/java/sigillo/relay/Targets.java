package sigillo.relay;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sigillo.base.Domain;
import sigillo.policy.Policies;
import sigillo.resolver.Answer;
import sigillo.resolver.HurriedResolver;
import sigillo.resolver.Resolver;
import sigillo.resolver.Resolver.MailExchanger;
import sigillo.smtp.SmtpReply;

/** Finds the hosts of a route, and what connections to them must have: RFC 5321 section 5.1, RFC 7505 section 3. Any thread. */
final class Targets {
    private final RelaySettings settings;
    private final Resolver resolver;
    private final Policies policies;
    private final Ourselves ourselves;
    private final Duration lookUp;

    Targets(RelaySettings settings, Resolver resolver, Policies policies) { this(settings, resolver, policies, RelayLimits.LOOK_UP); }

    /** {@code lookUp}: for all that DNS is asked for one route. */
    Targets(RelaySettings settings, Resolver resolver, Policies policies, Duration lookUp) {
        this.settings = settings;
        this.lookUp = lookUp;
        this.resolver = resolver;
        this.policies = policies;
        this.ourselves = new Ourselves(settings);
    }

    /** What the sender asks of connections: nothing; that they are encrypted; to whom they should be, too; that they are made at all. */
    enum Wish { AS_USUAL, ENCRYPTED, VERIFIED, WHATEVER }

    Found of(Route route) { return of(route, Wish.AS_USUAL); }

    Found of(Route route, Wish wish) {
        var dns = new HurriedResolver(resolver, System.nanoTime() + lookUp.toNanos());
        return switch (route) {
            case Route.Fixed(var hop) -> asked(fixed(hop, dns), wish);
            case Route.Exchangers(var domain) -> domain.isLiteral() ? asked(literal(domain), wish) : exchangers(domain, dns, wish);
        };
    }

    /** Hosts that DNS did not name need no proof that they are the right ones. */
    private static Found asked(Found found, Wish wish) {
        return switch (found) {
            case Found.Hosts(var hosts, int equals) when wish == Wish.ENCRYPTED || wish == Wish.VERIFIED ->
                new Found.Hosts(hosts.stream().map(host -> new Target(host.hop(), host.address(), asked(host, wish))).toList(), equals);
            case Found.Hosts _, Found.Never _, Found.Later _, Found.OurFault _ -> found;
        };
    }

    private static Security asked(Target host, Wish wish) {
        var hop = host.hop();
        boolean isDelivery = hop.protocol() == Hop.Protocol.LMTP && host.address().getAddress().isLoopbackAddress();
        boolean isVerified = hop.verified() && (hop.encryption() == Hop.Encryption.REQUIRED || hop.encryption() == Hop.Encryption.IMPLICIT);
        if (isDelivery || isVerified) return host.security();
        if (hop.encryption() == Hop.Encryption.NONE) return new Security.Unfit("the sender requires TLS (REQUIRETLS), and the settings have none for it");
        return wish == Wish.VERIFIED ? new Security.Verified("it is called by its name or address") : Security.Encrypted.bySender(hop.host());
    }

    private Found fixed(Hop hop, Resolver dns) {
        if (isAddress(hop.host())) return hosts(List.of(target(hop, InetAddress.ofLiteral(hop.host()))));
        return switch (dns.addresses(hop.host())) {
            case Answer.Found<InetAddress>(var addresses, _) ->
                hosts(some(addresses).stream().map(a -> target(hop, a)).toList());
            case Answer.Temporary<InetAddress>(_, var why) -> new Found.OurFault(why);
            case Answer.NoData<InetAddress> _, Answer.NoSuchDomain<InetAddress> _ -> hosts(List.of());
        };
    }

    private static Found hosts(List<Target> targets) {
        return targets.isEmpty() ? new Found.OurFault("a host of the settings has no address")
            : new Found.Hosts(targets, targets.size());
    }

    /** RFC 5321 section 4.1.3. */
    private Found literal(Domain domain) {
        var text = domain.name().substring(1, domain.name().length() - 1).replaceFirst("^ipv6:", "");
        if (!isAddress(text)) return new Found.Never(SmtpReply.of(550, "5.1.2", "There is no address " + domain));
        var target = target(Hop.exchanger(text, settings.mxPort()), InetAddress.ofLiteral(text));
        return ourselves.isAt(target.address()) ? new Found.Never(circle(domain)) : hosts(List.of(target));
    }

    private Found exchangers(Domain domain, Resolver dns, Wish wish) {
        return switch (dns.mx(domain.name())) {
            case Answer.Found<MailExchanger>(var records, var secure) -> listed(demands(domain, secure, dns, wish), records, dns);
            // RFC 5321 section 5.1: the domain itself is then its only mail exchanger, with preference 0
            case Answer.NoData<MailExchanger> _ ->
                hostsOf(demands(domain, true, dns, wish), List.of(new MailExchanger(0, domain.name())), dns,
                    SmtpReply.of(550, "5.1.2", "The domain " + domain + " has neither mail exchanger nor address"));
            case Answer.NoSuchDomain<MailExchanger> _ ->
                new Found.Never(SmtpReply.of(550, "5.1.2", "The domain " + domain + " does not exist"));
            case Answer.Temporary<MailExchanger>(_, var why) -> unanswered(why);
        };
    }

    private Found unanswered(String why) {
        return resolver.trouble().<Found>map(Found.OurFault::new).orElseGet(() -> new Found.Later(SmtpReply.of(451, "4.4.3", why)));
    }

    /** Where there is no MX, its addresses say by themselves whether the domain is signed: RFC 7672 section 2.2.2. */
    private Demands demands(Domain domain, boolean isSigned, Resolver dns, Wish wish) {
        return new Demands(domain, isSigned, settings.mxPort(), dns, policies, wish);
    }

    private Found listed(Demands demands, List<MailExchanger> records, Resolver dns) {
        var real = records.stream().filter(r -> !r.isNull()).toList();
        // RFC 7505 section 3: alone it means that no mail is taken; beside others it is an error of theirs, passed over
        if (real.isEmpty())
            return new Found.Never(SmtpReply.of(556, "5.1.10", "The domain " + demands.domain() + " takes no mail"));
        return hostsOf(demands, real, dns,
            SmtpReply.of(550, "5.4.4", "The mail exchangers of " + demands.domain() + " have no address"));
    }

    private Found hostsOf(Demands demands, List<MailExchanger> records, Resolver dns, SmtpReply none) {
        var candidates = new Candidates(demands);
        for (var record : records) {
            if (candidates.isEnough()) break;
            if (ourselves.isCalled(record.host())) candidates.meetOurselves(record.preference());
            else candidates.add(record, dns.addresses(record.host()));
        }
        return candidates.found(none);
    }

    private static SmtpReply circle(Domain domain) {
        return SmtpReply.of(554, "5.4.6",
            "Mail for " + domain + " would come back to this server, which does not serve it");
    }

    private static Target target(Hop hop, InetAddress address) {
        return new Target(hop, new InetSocketAddress(address, hop.port()));
    }

    private static boolean isAddress(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    /** A few addresses of a host, IPv6 and IPv4 by turns: whoever has no way to the one soon comes to the other. */
    private static List<InetAddress> some(List<InetAddress> addresses) {
        var six = some(addresses, true);
        var four = some(addresses, false);
        var some = new ArrayList<InetAddress>();
        for (int i = 0; i < RelayLimits.ADDRESSES_OF_A_FAMILY_MAX; i++) {
            if (i < six.size()) some.add(six.get(i));
            if (i < four.size()) some.add(four.get(i));
        }
        return some;
    }

    private static List<InetAddress> some(List<InetAddress> addresses, boolean six) {
        return addresses.stream().filter(a -> a instanceof Inet6Address == six)
            .filter(a -> !a.isAnyLocalAddress() && !a.isMulticastAddress()).distinct()
            .limit(RelayLimits.ADDRESSES_OF_A_FAMILY_MAX).toList();
    }

    /** Gathers the addresses of exchangers that come with rising preference. */
    private final class Candidates {
        private record Candidate(int preference, Hop hop, InetSocketAddress address, boolean isSigned) {}

        private final Demands demands;
        private final List<Candidate> found = new ArrayList<>();
        private final Map<String, Security> securities = new HashMap<>();
        private final long end = System.nanoTime() + lookUp.toNanos();
        private int seen;
        private String unanswered = "";
        private boolean metOurselves;

        Candidates(Demands demands) { this.demands = demands; }

        boolean isEnough() {
            return metOurselves || found.size() >= RelayLimits.TARGETS_MAX || seen >= RelayLimits.EXCHANGERS_MAX
                || System.nanoTime() - end > 0;
        }

        void add(MailExchanger record, Answer<InetAddress> answer) {
            seen++;
            switch (answer) {
                case Answer.Found<InetAddress>(var addresses, var signed) -> some(addresses).forEach(a -> add(record, a, signed));
                case Answer.Temporary<InetAddress>(_, var why) -> unanswered = why;
                case Answer.NoData<InetAddress> _, Answer.NoSuchDomain<InetAddress> _ -> { }
            }
        }

        private void add(MailExchanger record, InetAddress ip, boolean isSigned) {
            var hop = Hop.exchanger(record.host(), settings.mxPort());
            var address = new InetSocketAddress(ip, hop.port());
            if (ourselves.isAt(address)) meetOurselves(record.preference());
            else if (!metOurselves && found.stream().noneMatch(c -> c.address.equals(address)))
                found.add(new Candidate(record.preference(), hop, address, isSigned));
        }

        /** RFC 5321 section 5.1: only better ones than ourselves may be used; else mail would run in a circle. */
        void meetOurselves(int preference) {
            metOurselves = true;
            found.removeIf(candidate -> candidate.preference >= preference);
        }

        Found found(SmtpReply none) {
            if (!found.isEmpty()) {
                var tried = found.subList(0, Math.min(found.size(), RelayLimits.TARGETS_MAX));
                int best = tried.getFirst().preference;
                return new Found.Hosts(tried.stream().map(this::target).toList(),
                    (int) tried.stream().filter(c -> c.preference == best).count());
            }
            if (!unanswered.isEmpty()) return unanswered(unanswered);
            return new Found.Never(metOurselves ? circle(demands.domain()) : none);
        }

        private Target target(Candidate candidate) {
            var security = securities.computeIfAbsent(candidate.hop.host(), host -> demands.of(host, candidate.isSigned));
            return new Target(candidate.hop, candidate.address, security);
        }
    }
}
