package sigillo.zone;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import sigillo.zone.Finding.Fault;

/** Compares what there should be with what DNS shows. */
public final class Comparison {
    /** Of a key's text that was cut: shorter ones are another text. */
    private static final int CUT_CHARACTERS_MIN = 40;

    private Comparison() {}

    public static Finding compare(Wanted wanted, Seen seen) {
        return switch (seen) {
            case Seen.Unknown(var why, var perche) -> new Finding(wanted, Fault.UNKNOWN, List.of(why, perche));
            case Seen.Divided(var some, var others) -> divided(wanted, some, others);
            case Seen.Values(var values) -> compare(wanted, values);
        };
    }

    private static Finding divided(Wanted wanted, List<String> some, List<String> others) {
        var one = compare(wanted, some);
        var other = compare(wanted, others);
        // what is right at all of them is right, whatever else they disagree about
        return one.isRight() && other.isRight() ? one : new Finding(wanted, Fault.DIVIDED, one.isRight() ? others : some);
    }

    private static Finding compare(Wanted wanted, List<String> values) {
        return switch (wanted.record().type()) {
            case TXT -> text(wanted, values);
            case MX -> exchanger(wanted, values);
            case A, AAAA, CNAME, NS, SRV, TLSA, CAA -> among(wanted, values);
        };
    }

    private static Finding among(Wanted wanted, List<String> values) {
        var value = wanted.record().value();
        if (values.stream().anyMatch(value::equalsIgnoreCase)) return new Finding(wanted, Fault.NONE, values);
        return new Finding(wanted, values.isEmpty() ? Fault.MISSING : Fault.OTHER, values);
    }

    /** RFC 5321 section 5.1: the lowest preference is tried first; whatever number it is. */
    private static Finding exchanger(Wanted wanted, List<String> values) {
        var host = wanted.record().value().split(" ")[1];
        var ours = values.stream().filter(value -> target(value).equalsIgnoreCase(host)).mapToInt(Comparison::preference).min();
        if (ours.isEmpty()) return new Finding(wanted, values.isEmpty() ? Fault.MISSING : Fault.OTHER, values);
        var before = values.stream().filter(value -> !target(value).equalsIgnoreCase(host) && preference(value) <= ours.getAsInt()).toList();
        return new Finding(wanted, before.isEmpty() ? Fault.NONE : Fault.BEHIND_OTHERS, before);
    }

    private static int preference(String value) {
        var number = value.split(" ")[0];
        return number.matches("\\d{1,5}") ? Integer.parseInt(number) : 0;
    }

    private static String target(String value) { return value.substring(value.indexOf(' ') + 1).strip(); }

    /** Of one kind there is one text at a name; others may stand beside it. */
    private static Finding text(Wanted wanted, List<String> values) {
        var kin = values.stream().filter(kin(wanted)).toList();
        if (kin.size() > 1) return new Finding(wanted, Fault.SEVERAL, kin);
        if (kin.isEmpty()) return new Finding(wanted, Fault.MISSING, List.of());
        return new Finding(wanted, fault(wanted, kin.getFirst()), kin);
    }

    private static Predicate<String> kin(Wanted wanted) {
        return switch (wanted.purpose()) {
            case SPF -> SpfRecords::isSpf;
            case DMARC -> DmarcSteps::isDmarc;
            case MTA_STS -> text -> text.startsWith("v=STSv1");
            case TLS_REPORTS -> text -> text.startsWith("v=TLSRPTv1");
            case HOST, MX, DKIM, DANE, PROGRAMS, AUTHORITY -> _ -> true;
        };
    }

    private static Fault fault(Wanted wanted, String there) {
        // who has chosen where those reports go is heard by somebody
        if (wanted.purpose() == Purpose.TLS_REPORTS && there.matches("(?s)v=TLSRPTv1\\s*;.*rua=.+")) return Fault.NONE;
        var value = wanted.record().value();
        if (tags(there).equals(tags(value))) return Fault.NONE;
        if (bare(there).equals(bare(value))) return Fault.MANGLED;
        boolean isCut = bare(there).length() >= CUT_CHARACTERS_MIN && bare(value).startsWith(bare(there));
        return isCut ? Fault.CUT : Fault.OTHER;
    }

    /** Blanks around tags and a last semicolon mean nothing (RFC 6376 section 3.2); of SPF blanks divide (RFC 7208 section 4.6.1). */
    private static List<String> tags(String text) {
        if (SpfRecords.isSpf(text)) return Arrays.stream(text.toLowerCase(Locale.ROOT).strip().split(" +")).toList();
        return Arrays.stream(text.split(";")).map(tag -> tag.strip().replaceAll("\\s*=\\s*", "=")).filter(tag -> !tag.isEmpty()).toList();
    }

    private static String bare(String text) { return text.replaceAll("[\\s\"\\\\]", ""); }
}
