package sigillo.web;

import java.util.List;
import java.util.stream.Collectors;
import sigillo.zone.Finding;
import sigillo.zone.Purpose;
import sigillo.zone.ZoneFile;

/** Records of DNS for people: what there should be, to copy, and why it is not right. */
final class SetupRecords {
    /** Characters of what stands there instead that are shown. */
    private static final int SEEN_MAX = 120;

    private SetupRecords() {}

    static Html count(Visit visit, List<Finding> all) {
        var needed = all.stream().filter(one -> one.wanted().purpose().isNeeded()).toList();
        long right = needed.stream().filter(Finding::isRight).count();
        var text = visit.say(SetupText.RECORDS_NEEDED, right, needed.size());
        return right == needed.size() ? Layout.done(text) : Layout.warn(Layout.p(text));
    }

    /** Where no address of this machine is one that others reach. */
    static Html router(Visit visit, String host, List<Finding> all) {
        boolean isKnown = all.stream().anyMatch(one -> one.wanted().purpose() == Purpose.HOST);
        return isKnown ? Html.NONE : Layout.hint(visit.say(SetupText.RECORDS_ROUTER, host));
    }

    /** Of all that nobody could say one line, in the language of the page. */
    static Html unasked(Visit visit, List<Finding> all) {
        var unasked = all.stream().filter(one -> one.fault() == Finding.Fault.UNKNOWN).toList();
        if (unasked.isEmpty()) return Html.NONE;
        var why = unasked.getFirst().seen();
        return Layout.warn(Layout.p(visit.say(SetupText.NOBODY_SAYS, unasked.size(), visit.speech().language() == Language.ITALIAN ? why.getLast() : why.getFirst())));
    }

    static Html cards(Visit visit, List<Finding> findings) {
        if (findings.isEmpty()) return Html.NONE;
        return Html.of("<ul class=\"list\">\n{}</ul>\n", findings.stream().map(one -> card(visit, one)).toList());
    }

    private static Html card(Visit visit, Finding one) {
        var record = one.wanted().record();
        return Html.of("""
            <li class="card"><div><h2>{} <span class="badge {}">{}</span></h2><p>{}</p>
            <dl class="record"><dt>{}</dt><dd><code>{}</code></dd><dt>{}</dt><dd><code>{}</code></dd><dt>{}</dt><dd><code class="copy">{}</code></dd></dl></div></li>
            """, record.name(), kind(one), visit.say(state(one)), why(visit, one), visit.say(SetupText.NAME_OF_RECORD), record.name(),
            visit.say(SetupText.TYPE_OF_RECORD), record.type(), visit.say(SetupText.VALUE_OF_RECORD), record.value());
    }

    private static String kind(Finding one) {
        if (one.isRight()) return "good";
        return one.wanted().purpose().isNeeded() && one.fault() != Finding.Fault.UNKNOWN ? "bad" : "so-so";
    }

    private static Sentence state(Finding one) {
        if (one.isRight()) return SetupText.RIGHT;
        if (one.fault() == Finding.Fault.UNKNOWN) return SetupText.UNKNOWN;
        return one.wanted().purpose().isNeeded() ? SetupText.WRONG : SetupText.ADVISED;
    }

    /** Those without which mail comes and goes all the same, folded away. */
    static Html advised(Visit visit, List<Finding> all) {
        var found = all.stream().filter(one -> !one.isRight() && !one.wanted().purpose().isNeeded()).toList();
        if (found.isEmpty()) return Html.NONE;
        return Html.of("<details><summary>{}</summary>\n{}</details>\n", visit.say(SetupText.ALL_ADVISED, found.size()), cards(visit, found));
    }

    /** Those that nobody has to touch, folded away. */
    static Html right(Visit visit, List<Finding> all) {
        var lines = all.stream().filter(Finding::isRight).map(one -> ZoneFile.line(one.wanted().record())).collect(Collectors.joining("\n"));
        return lines.isEmpty() ? Html.NONE : Html.of("<details><summary>{}</summary><pre>{}</pre></details>\n", visit.say(SetupText.ALL_RIGHT), lines);
    }

    /** What is wrong, and with it the next step. */
    static String why(Visit visit, Finding one) {
        var seen = String.join(" + ", one.seen());
        var there = seen.isEmpty() ? visit.say(SetupText.NOTHING) : seen.length() > SEEN_MAX ? seen.substring(0, SEEN_MAX) + "…" : seen;
        return switch (one.fault()) {
            case NONE -> "";
            case MISSING -> visit.say(SetupText.MISSING);
            case OTHER -> visit.say(SetupText.OTHER, there);
            case SEVERAL -> visit.say(SetupText.SEVERAL);
            case CUT -> visit.say(SetupText.CUT, one.seen().getFirst().length());
            case MANGLED -> visit.say(SetupText.MANGLED, there);
            case IMPLICIT -> visit.say(SetupText.IMPLICIT, there);
            case BEHIND_OTHERS -> visit.say(SetupText.BEHIND_OTHERS, there);
            case DIVIDED -> visit.say(SetupText.DIVIDED, there);
            case UNKNOWN -> "";
        };
    }
}
