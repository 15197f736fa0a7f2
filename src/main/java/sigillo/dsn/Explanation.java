package sigillo.dsn;

import sigillo.refusals.Refusals;
import sigillo.smtp.SmtpReply;

/** The part for people: what happened, to whom, why, and what they can do. RFC 6522 section 3. */
final class Explanation {
    private static final String INDENT = "    ";

    private final StringBuilder text = new StringBuilder();
    private final Report report;
    private final boolean utf8;

    private Explanation(Report report, boolean utf8) {
        this.report = report;
        this.utf8 = utf8;
    }

    static String write(Report report, boolean utf8) {
        var part = new Explanation(report, utf8);
        part.paragraph("This is the mail server " + report.reportingMta() + ".", "");
        part.section(Action.FAILED, "Your message could not be delivered to:",
            "It will not be tried again. What came back of your message is attached.");
        part.section(Action.DELAYED, "Your message has not been delivered yet to:",
            "You need not send it again: the server keeps trying until " + part.until()
                + ", and tells you if it gives up.");
        part.section(Action.DELIVERED, "Your message was delivered to:", "");
        part.section(Action.RELAYED, "Your message was handed on for:",
            "The next server does not confirm deliveries, so this is the last that you will hear unless it fails.");
        return part.text.toString();
    }

    static String subject(Report report) {
        if (report.has(Action.FAILED)) return "Your message could not be delivered";
        if (report.has(Action.DELAYED)) return "Your message is delayed and still being tried";
        return report.has(Action.DELIVERED) ? "Your message was delivered" : "Your message was handed on";
    }

    private void section(Action action, String opening, String closing) {
        var those = report.recipients().stream().filter(r -> r.action() == action).toList();
        if (those.isEmpty()) return;
        paragraph(opening, "");
        those.stream().limit(DsnLimits.PEOPLE_MAX).forEach(this::recipient);
        int others = those.size() - DsnLimits.PEOPLE_MAX;
        if (others > 0) paragraph("and " + others + " more.", INDENT);
        if (!closing.isEmpty()) paragraph(closing, "");
    }

    private void recipient(RecipientStatus status) {
        line("<" + status.recipient().address() + ">", INDENT);
        if (status.action() == Action.FAILED || status.action() == Action.DELAYED) {
            line(advice(status), INDENT);
            status.diagnostic().ifPresent(reply -> line(quote(status, reply), INDENT));
        }
        text.append("\r\n");
    }

    /** What is known of exactly this reply; else what its status stands for. */
    private static String advice(RecipientStatus status) {
        var known = status.diagnostic().flatMap(reply -> status.remoteMta().flatMap(peer -> Refusals.of(reply, peer)));
        return known.map(Object::toString).orElseGet(() -> Advice.on(status.action(), status.status()));
    }

    private static String quote(RecipientStatus status, SmtpReply reply) {
        return status.remoteMta().map(peer -> "The server " + peer + " said: ").orElse("Reason: ") + reply;
    }

    private String until() {
        return report.recipients().stream().flatMap(r -> r.willRetryUntil().stream()).max(java.time.Instant::compareTo)
            .map(Words::date).orElse("it is delivered");
    }

    private void paragraph(String words, String indent) {
        line(words, indent);
        text.append("\r\n");
    }

    private void line(String words, String indent) {
        var safe = Words.safe(words, DsnLimits.REPLY_CHARACTERS_MAX, utf8);
        text.append(indent).append(Words.fold(safe, indent)).append("\r\n");
    }
}
