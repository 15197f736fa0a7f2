package sigillo.dsn;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sigillo.refusals.Refusals;

/**
 * The part for people: what happened, to whom, why, and what they can do, in each language that this server speaks. RFC
 * 6522 section 3.
 */
final class Explanation {
    private static final String INDENT = "    ";

    private final StringBuilder text = new StringBuilder();
    private final Report report;
    private final Speech speech;

    private Explanation(Report report, Speech speech) {
        this.report = report;
        this.speech = speech;
    }

    /** Lines end in CRLF. */
    static String write(Report report) {
        return Speech.ALL.stream().map(speech -> new Explanation(report, speech).write())
            .collect(Collectors.joining("-".repeat(20) + "\r\n\r\n"));
    }

    private String write() {
        paragraph(speech.server().apply(report.reportingMta().toString()), "");
        Stream.of(Action.FAILED, Action.DELAYED, Action.DELIVERED, Action.RELAYED).forEach(this::section);
        return text.toString();
    }

    static String subject(Report report) {
        var action = Stream.of(Action.FAILED, Action.DELAYED, Action.DELIVERED).filter(report::has).findFirst()
            .orElse(Action.RELAYED);
        return Speech.ALL.stream().map(speech -> speech.of(action).subject()).collect(Collectors.joining(" / "));
    }

    private void section(Action action) {
        var those = report.recipients().stream().filter(r -> r.action() == action).toList();
        if (those.isEmpty()) return;
        paragraph(speech.of(action).opening(), "");
        those.stream().limit(DsnLimits.PEOPLE_MAX).forEach(this::recipient);
        int others = those.size() - DsnLimits.PEOPLE_MAX;
        if (others > 0) paragraph(speech.more().apply(others), INDENT);
        var closing = action == Action.DELAYED ? speech.until().apply(until()) : speech.of(action).closing();
        if (!closing.isEmpty()) paragraph(closing, "");
    }

    private void recipient(RecipientStatus status) {
        line("<" + status.recipient().address() + ">", INDENT);
        if (status.action() == Action.FAILED || status.action() == Action.DELAYED) {
            line(advice(status), INDENT);
            quoted(status).ifPresent(reply -> line(reply, INDENT));
        }
        text.append("\r\n");
    }

    /** What is known of exactly this reply; else what its status stands for. */
    private String advice(RecipientStatus status) {
        var known = status.diagnostic().flatMap(reply -> status.remoteMta().flatMap(peer -> Refusals.of(reply, peer)));
        return known.map(speech.meaning()).orElseGet(() -> speech.advice().on(status.action(), status.status()));
    }

    private Optional<String> quoted(RecipientStatus status) {
        return status.diagnostic().map(reply -> status.remoteMta()
            .map(peer -> speech.said().apply(peer, reply.toString())).orElse(speech.reason() + reply));
    }

    private String until() {
        return report.recipients().stream().flatMap(r -> r.willRetryUntil().stream()).max(java.time.Instant::compareTo)
            .map(Words::date).orElse(speech.untilDelivered());
    }

    private void paragraph(String words, String indent) {
        line(words, indent);
        text.append("\r\n");
    }

    private void line(String words, String indent) {
        var safe = Words.safe(words, DsnLimits.REPLY_CHARACTERS_MAX, true);
        text.append(indent).append(Words.fold(safe, indent)).append("\r\n");
    }
}
