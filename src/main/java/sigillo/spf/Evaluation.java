package sigillo.spf;

import java.net.InetAddress;
import java.util.Optional;
import sigillo.dns.AddressText;
import sigillo.dns.ClientName;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsData;
import sigillo.dns.DnsFailure;
import sigillo.dns.DnsName;
import sigillo.dns.DnsType;
import sigillo.dns.Lookup;
import sigillo.spf.SpfRecord.Directive;

/**
 * One evaluation, with all records that it leads to: RFC 7208 sections 4 to 6. Look-ups are counted over all of them.
 * By one thread.
 */
final class Evaluation {
    private final SpfQuery query;
    private final Lookup dns;
    private final String client;
    private final ClientName clientName;
    private final boolean isAsciiSender;
    private int terms;
    private int voids;

    /** {@code ofClient}: for the client's names, which are of whoever has its address and not of the domain. */
    Evaluation(SpfQuery query, Lookup dns, Lookup ofClient) {
        this.query = query;
        this.dns = dns;
        this.client = AddressText.of(query.client());
        this.clientName = new ClientName(query.client(), ofClient);
        this.isAsciiSender = query.localPart().chars().allMatch(c -> c < 0x80);
    }

    SpfOutcome run() {
        try {
            return checkHost(query.domain());
        } catch (Stop stop) {
            return SpfOutcome.of(stop.result, query.domain(), stop.why);
        }
    }

    /** RFC 7208 sections 4.3 to 4.5. */
    private SpfOutcome checkHost(String domain) throws Stop {
        if (!DnsName.isAskable(domain) || !DnsName.withoutDot(domain).contains(".")) {
            return SpfOutcome.of(SpfResult.NONE, domain, "\"" + domain + "\" is no domain that could have a record");
        }
        var records = answered(domain, DnsType.TXT).texts().stream().filter(SpfRecordParser::isRecord).toList();
        if (records.isEmpty()) return SpfOutcome.of(SpfResult.NONE, domain, domain + " publishes no SPF record");
        if (records.size() > 1) {
            throw new Stop(SpfResult.PERMERROR, domain + " publishes " + records.size() + " SPF records, not one");
        }
        return switch (SpfRecordParser.parse(records.getFirst())) {
            case SpfRecordParser.Outcome.Bad(var term) ->
                throw new Stop(SpfResult.PERMERROR, "the record of " + domain + " is wrong at \"" + term + "\"");
            case SpfRecordParser.Outcome.Ok(var record) -> evaluate(domain, record);
        };
    }

    private SpfOutcome evaluate(String domain, SpfRecord record) throws Stop {
        for (var directive : record.directives()) {
            if (matches(directive.mechanism(), domain)) return decided(domain, record, directive);
        }
        // RFC 7208 section 6.1: a redirect is followed where nothing matches. An "all" would have.
        if (record.redirect().isPresent() && maySay(record.redirect().get())) return redirected(domain, record);
        return SpfOutcome.of(SpfResult.NEUTRAL, domain, domain + " does not say whether " + client + " may send");
    }

    private SpfOutcome redirected(String domain, SpfRecord record) throws Stop {
        countTerm();
        var target = name(record.redirect().get(), domain);
        var outcome = checkHost(target);
        if (outcome.result() != SpfResult.NONE) return outcome;
        throw new Stop(SpfResult.PERMERROR, domain + " points to " + target + ", which publishes no SPF record");
    }

    private SpfOutcome decided(String domain, SpfRecord record, Directive directive) {
        var named = client + (directive.mechanism() instanceof Mechanism.All ? " is not named by " : " is named by ")
            + domain + "'s record; it says \"" + directive.written() + "\"";
        var outcome = SpfOutcome.of(directive.qualifier(), domain, named);
        if (directive.qualifier() != SpfResult.FAIL || record.explanation().isEmpty()) return outcome;
        return explained(outcome, record.explanation().get());
    }

    private boolean matches(Mechanism mechanism, String domain) throws Stop {
        return switch (mechanism) {
            case Mechanism.All() -> true;
            case Mechanism.Ip(var network, var bits) -> Cidr.contains(network, bits, query.client().getAddress());
            case Mechanism.Include(var spec) -> include(spec, domain);
            case Mechanism.A(var spec, var four, var six) -> a(spec, domain, bits(four, six));
            case Mechanism.Mx(var spec, var four, var six) -> mx(spec, domain, bits(four, six));
            case Mechanism.Ptr(var spec) -> ptr(spec, domain);
            case Mechanism.Exists(var spec) -> exists(spec, domain);
        };
    }

    /** RFC 7208 section 5.2. */
    private boolean include(MacroString spec, String domain) throws Stop {
        countTerm();
        if (!maySay(spec)) return false;
        var target = name(spec, domain);
        return switch (checkHost(target).result()) {
            case PASS -> true;
            case FAIL, SOFTFAIL, NEUTRAL -> false;
            case NONE -> throw new Stop(SpfResult.PERMERROR,
                domain + " includes " + target + ", which publishes no SPF record");
            case TEMPERROR, PERMERROR -> throw new IllegalStateException("they stop");
        };
    }

    /** RFC 7208 section 5.3. */
    private boolean a(Optional<MacroString> spec, String domain, int bits) throws Stop {
        countTerm();
        var target = target(spec, domain);
        if (target.isEmpty()) return false;
        return hasAddress(counted(target.get(), addressType()), bits);
    }

    /** RFC 7208 section 5.4. Looking for the addresses of its hosts counts neither as terms nor as void. */
    private boolean mx(Optional<MacroString> spec, String domain, int bits) throws Stop {
        countTerm();
        var target = target(spec, domain);
        if (target.isEmpty()) return false;
        var hosts = counted(target.get(), DnsType.MX).all(DnsData.Exchanger.class);
        // RFC 7208 section 4.6.4: of eleven hosts the mechanism is an error, unless one before matches.
        for (int i = 0; i < hosts.size(); i++) {
            if (i == SpfLimits.MX_HOSTS_MAX) {
                throw new Stop(SpfResult.PERMERROR, target.get() + " has more than " + i + " MX hosts");
            }
            var host = hosts.get(i).host();
            if (DnsName.isAskable(host) && hasAddress(answered(host, addressType()), bits)) return true;
        }
        return false;
    }

    /** RFC 7208 section 5.5. */
    private boolean ptr(Optional<MacroString> spec, String domain) throws Stop {
        countTerm();
        var target = target(spec, domain);
        if (clientName.isVoid()) countVoid();
        return target.isPresent() && clientName.isWithin(target.get());
    }

    /** RFC 7208 section 5.7: by an A record, for IPv6 too. */
    private boolean exists(MacroString spec, String domain) throws Stop {
        countTerm();
        var target = target(Optional.of(spec), domain);
        return target.isPresent() && counted(target.get(), DnsType.A) instanceof DnsAnswer.Found;
    }

    private SpfOutcome explained(SpfOutcome outcome, MacroString spec) {
        var read = explanation(outcome.domain(), spec);
        var text = read.map(words -> cut(words.expand(values(outcome.domain())))).filter(words -> !words.isEmpty());
        return new SpfOutcome(outcome.result(), outcome.domain(), outcome.why(), text,
            read.filter(MacroString::namesSender).isPresent());
    }

    /** RFC 7208 section 6.2: whatever goes wrong, there is none. */
    private Optional<MacroString> explanation(String domain, MacroString spec) {
        if (!maySay(spec)) return Optional.empty();
        var name = name(spec, domain);
        if (!DnsName.isAskable(name)) return Optional.empty();
        var texts = dns.ask(name, DnsType.TXT).texts();
        if (texts.size() != 1 || texts.getFirst().length() > SpfLimits.EXPANDED_CHARACTERS_MAX) return Optional.empty();
        return MacroParser.explanation(texts.getFirst()).filter(this::maySay);
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), SpfLimits.EXPLANATION_CHARACTERS_MAX));
    }

    /** RFC 8616 section 4. */
    private boolean maySay(MacroString spec) { return isAsciiSender || !spec.namesSender(); }

    /** Empty for what cannot be asked for: such a term matches nothing. RFC 7208 section 4.8. */
    private Optional<String> target(Optional<MacroString> spec, String domain) {
        if (spec.isPresent() && !maySay(spec.get())) return Optional.empty();
        return Optional.of(spec.isEmpty() ? domain : name(spec.get(), domain)).filter(DnsName::isAskable);
    }

    /** RFC 7208 section 7.3: too long a name loses labels at its left. */
    private String name(MacroString spec, String domain) {
        var name = spec.expand(values(domain));
        while (DnsName.withoutDot(name).length() > DnsName.CHARACTERS_MAX && name.indexOf('.') >= 0) {
            name = name.substring(name.indexOf('.') + 1);
        }
        return name;
    }

    private MacroValues values(String domain) {
        return new MacroValues(query, domain, () -> clientName.forDomain(domain));
    }

    private DnsType addressType() { return query.client().getAddress().length == 4 ? DnsType.A : DnsType.AAAA; }

    private int bits(int four, int six) { return query.client().getAddress().length == 4 ? four : six; }

    private boolean hasAddress(DnsAnswer answer, int bits) {
        return answer.all(DnsData.Host.class).stream().map(DnsData.Host::address).map(InetAddress::getAddress)
            .anyMatch(address -> Cidr.contains(address, bits, query.client().getAddress()));
    }

    private DnsAnswer counted(String name, DnsType type) throws Stop {
        var answer = answered(name, type);
        if (answer instanceof DnsAnswer.Nothing) countVoid();
        return answer;
    }

    private DnsAnswer answered(String name, DnsType type) throws Stop {
        var answer = dns.ask(name, type);
        if (answer instanceof DnsAnswer.Failed(var failure, var why)) {
            // RFC 7208 section 2.6.6 speaks of what may be other later. A record that asks too much will not.
            throw new Stop(failure == DnsFailure.BUDGET ? SpfResult.PERMERROR : SpfResult.TEMPERROR, why);
        }
        return answer;
    }

    private void countTerm() throws Stop {
        if (++terms > SpfLimits.TERMS_MAX) {
            throw new Stop(SpfResult.PERMERROR, "the record of " + query.domain() + " needs more than "
                + SpfLimits.TERMS_MAX + " DNS look-ups");
        }
    }

    private void countVoid() throws Stop {
        if (++voids > SpfLimits.VOIDS_MAX) {
            throw new Stop(SpfResult.PERMERROR, "more than " + SpfLimits.VOIDS_MAX + " names in the record of "
                + query.domain() + " lead to nothing");
        }
    }

    /** The evaluation ends here; never leaves this class. */
    private static final class Stop extends Exception {
        private final SpfResult result;
        private final String why;

        Stop(SpfResult result, String why) {
            super(null, null, false, false);
            this.result = result;
            this.why = why;
        }
    }
}
