package sigillo.reports;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sigillo.base.Printable;

/** A report in a sentence for the operator. What strangers wrote is bounded, and safe for a terminal. */
public final class Summary {
    private Summary() {}

    public static String of(Report report) {
        return switch (report) {
            case Report.Dmarc dmarc -> of(dmarc);
            case Report.Tls tls -> of(tls);
            case Report.Feedback feedback -> of(feedback);
            case Report.Unreadable(var why) -> "A report that cannot be read: " + why + ".";
            case Report.None() -> "There is no report in it.";
        };
    }

    private static String of(Report.Dmarc report) {
        var who = opening(report.organisation(), report.begin()) + " on " + shown(report.domain()) + ": ";
        long all = report.sources().stream().mapToLong(Report.Source::messages).sum();
        var failing = new LinkedHashMap<String, Long>();
        var fates = new LinkedHashMap<String, String>();
        report.sources().stream().filter(source -> !source.passes()).forEach(source -> {
            failing.merge(source.address(), source.messages(), Long::sum);
            fates.merge(source.address(), fate(source.disposition()), (one, other) -> one.equals(other) ? one : "treated in several ways");
        });
        var rest = report.cut() ? " There were more records than are read." : "";
        if (failing.isEmpty()) return who + "all fine, " + messages(all) + "." + rest;
        var told = failing.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed()).limit(ReportLimits.TOLD_MAX)
            .map(one -> shown(one.getKey()) + " sends as you (" + messages(one.getValue()) + ", " + fates.get(one.getKey()) + ")")
            .collect(Collectors.joining("; "));
        int others = failing.size() - ReportLimits.TOLD_MAX;
        return who + told + (others > 0 ? "; and " + others + " more" : "") + "; of " + messages(all) + " in all." + rest;
    }

    private static String fate(String disposition) {
        return switch (disposition) {
            case "quarantine" -> "put aside";
            case "reject" -> "refused";
            default -> "delivered";
        };
    }

    private static String of(Report.Tls report) {
        var who = opening(report.organisation(), report.begin()) + " on TLS: ";
        var failing = report.policies().stream().filter(one -> one.failed() > 0).toList();
        long all = report.policies().stream().mapToLong(one -> one.succeeded() + one.failed()).sum();
        if (failing.isEmpty()) return who + "all fine, " + all + (all == 1 ? " session to " : " sessions to ") + domains(report.policies()) + ".";
        return who + failing.stream().limit(ReportLimits.TOLD_MAX).map(Summary::failed).collect(Collectors.joining("; ")) + ".";
    }

    private static String domains(List<Report.Sessions> policies) {
        var names = policies.stream().map(Report.Sessions::domain).distinct().limit(ReportLimits.TOLD_MAX).map(Summary::shown).toList();
        return names.isEmpty() ? "nobody" : String.join(", ", names);
    }

    private static String failed(Report.Sessions one) {
        var why = new ArrayList<>(one.failures());
        why.sort(Comparator.comparingLong(Report.Failure::sessions).reversed());
        var told = why.stream().limit(ReportLimits.TOLD_MAX).map(f -> shown(f.result()) + (f.host().isEmpty() ? "" : " at " + shown(f.host())) + " " + f.sessions())
            .collect(Collectors.joining(", "));
        return one.failed() + " of " + (one.succeeded() + one.failed()) + " sessions to " + shown(one.domain()) + " failed" + (told.isEmpty() ? "" : " (" + told + ")");
    }

    private static String of(Report.Feedback report) {
        var about = report.from().isEmpty() ? "" : " from " + shown(report.from());
        var source = report.source().isEmpty() ? "" : ", sent by " + shown(report.source());
        var many = report.incidents() > 1 ? " (" + report.incidents() + " times)" : "";
        return switch (report.type()) {
            case "abuse", "fraud", "virus" -> "Somebody complains of mail" + about + source + " as " + shown(report.type()) + many + ".";
            case "auth-failure" -> "Mail" + about + source + " failed to authenticate" + many + ".";
            default -> "A report of the kind " + shown(report.type()) + " about mail" + about + source + many + ".";
        };
    }

    private static String opening(String organisation, Instant begin) {
        var name = organisation.isEmpty() ? "Somebody" : shown(organisation);
        return name + " of " + begin.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static String messages(long count) { return count == 1 ? "1 message" : count + " messages"; }

    private static String shown(String words) {
        var bounded = words.length() > ReportLimits.SHOWN_MAX ? words.substring(0, ReportLimits.SHOWN_MAX) + "..." : words;
        return Printable.of(bounded);
    }
}
