package sigillo.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sigillo.spf.SpfRecord.Directive;

/**
 * Reads a record: RFC 7208 sections 4.6.1, 5, 6 and 12. Total: any text gives an outcome. One wrong term makes the
 * whole record wrong (RFC 7208 section 4.6).
 */
final class SpfRecordParser {
    sealed interface Outcome {
        record Ok(SpfRecord record) implements Outcome {}

        /** {@code term}: the first that is wrong. */
        record Bad(String term) implements Outcome {}
    }

    static final String VERSION = "v=spf1";

    private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)=(.*)", Pattern.DOTALL);
    private static final Pattern DIRECTIVE = Pattern.compile("([-+~?]?)([A-Za-z][A-Za-z0-9_.-]*)(.*)", Pattern.DOTALL);
    private static final Pattern DUAL_CIDR =
        Pattern.compile("(?<rest>.*?)(?:/(?<four>0|[1-9]\\d?))?(?://(?<six>0|[1-9]\\d{0,2}))?", Pattern.DOTALL);

    private final List<Directive> directives = new ArrayList<>();
    private MacroString redirect;
    private MacroString explanation;

    private SpfRecordParser() {}

    /** Whether a TXT record is one of SPF: RFC 7208 section 4.5. */
    static boolean isRecord(String text) {
        return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
            && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
    }

    /** {@code text} must be a record by {@link #isRecord}. */
    static Outcome parse(String text) {
        if (text.length() > SpfLimits.RECORD_CHARACTERS_MAX) return new Outcome.Bad("more than can be a record");
        var parser = new SpfRecordParser();
        for (var term : text.substring(VERSION.length()).split(" +")) {
            if (!term.isEmpty() && !parser.term(term)) return new Outcome.Bad(term);
        }
        return new Outcome.Ok(new SpfRecord(parser.directives, Optional.ofNullable(parser.redirect),
            Optional.ofNullable(parser.explanation)));
    }

    private boolean term(String term) {
        var modifier = MODIFIER.matcher(term);
        if (modifier.matches()) return modifier(modifier.group(1).toLowerCase(Locale.ROOT), modifier.group(2));
        var directive = DIRECTIVE.matcher(term);
        if (!directive.matches()) return false;
        var mechanism = mechanism(directive.group(2).toLowerCase(Locale.ROOT), directive.group(3));
        mechanism.ifPresent(m -> directives.add(new Directive(qualifier(directive.group(1)), m, term)));
        return mechanism.isPresent();
    }

    /** RFC 7208 section 6: redirect and exp stand once; what nobody knows is ignored, but keeps to the grammar. */
    private boolean modifier(String name, String value) {
        switch (name) {
            case "redirect" -> {
                if (redirect != null) return false;
                redirect = MacroParser.domainSpec(value).orElse(null);
                return redirect != null;
            }
            case "exp" -> {
                if (explanation != null) return false;
                explanation = MacroParser.domainSpec(value).orElse(null);
                return explanation != null;
            }
            default -> {
                return MacroParser.macroString(value).isPresent();
            }
        }
    }

    private static SpfResult qualifier(String sign) {
        return switch (sign) {
            case "-" -> SpfResult.FAIL;
            case "~" -> SpfResult.SOFTFAIL;
            case "?" -> SpfResult.NEUTRAL;
            default -> SpfResult.PASS;
        };
    }

    private static Optional<Mechanism> mechanism(String name, String rest) {
        return switch (name) {
            case "all" -> rest.isEmpty() ? Optional.of(new Mechanism.All()) : Optional.empty();
            case "include" -> behindColon(rest).flatMap(MacroParser::domainSpec).map(Mechanism.Include::new);
            case "exists" -> behindColon(rest).flatMap(MacroParser::domainSpec).map(Mechanism.Exists::new);
            case "ptr" -> rest.isEmpty() ? Optional.of(new Mechanism.Ptr(Optional.empty()))
                : behindColon(rest).flatMap(MacroParser::domainSpec).map(spec -> new Mechanism.Ptr(Optional.of(spec)));
            case "a" -> hosts(rest).map(h -> new Mechanism.A(h.domain, h.bits4, h.bits6));
            case "mx" -> hosts(rest).map(h -> new Mechanism.Mx(h.domain, h.bits4, h.bits6));
            case "ip4" -> behindColon(rest).flatMap(SpfRecordParser::ip4);
            case "ip6" -> behindColon(rest).flatMap(SpfRecordParser::ip6);
            default -> Optional.empty();
        };
    }

    private static Optional<String> behindColon(String rest) {
        return rest.startsWith(":") ? Optional.of(rest.substring(1)) : Optional.empty();
    }

    private record Hosts(Optional<MacroString> domain, int bits4, int bits6) {}

    /** {@code [ ":" domain-spec ] [ dual-cidr-length ]}. */
    private static Optional<Hosts> hosts(String rest) {
        var found = DUAL_CIDR.matcher(rest);
        if (!found.matches()) return Optional.empty();
        int four = bits(found, "four", 32);
        int six = bits(found, "six", 128);
        if (four < 0 || six < 0) return Optional.empty();
        if (found.group("rest").isEmpty()) return Optional.of(new Hosts(Optional.empty(), four, six));
        return behindColon(found.group("rest")).flatMap(MacroParser::domainSpec)
            .map(spec -> new Hosts(Optional.of(spec), four, six));
    }

    private static int bits(Matcher found, String group, int most) {
        if (found.group(group) == null) return most;
        int bits = Integer.parseInt(found.group(group));
        return bits <= most ? bits : -1;
    }

    private static Optional<Mechanism> ip4(String text) {
        return network(text, 32, Cidr.ip4(withoutBits(text)));
    }

    private static Optional<Mechanism> ip6(String text) {
        return network(text, 128, Cidr.ip6(withoutBits(text)));
    }

    private static String withoutBits(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? text : text.substring(0, slash);
    }

    private static Optional<Mechanism> network(String text, int most, Optional<byte[]> network) {
        int slash = text.indexOf('/');
        var digits = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
        if (network.isEmpty() || !digits.matches("0|[1-9]\\d{0,2}") || Integer.parseInt(digits) > most) {
            return Optional.empty();
        }
        return Optional.of(new Mechanism.Ip(network.get(), Integer.parseInt(digits)));
    }
}
