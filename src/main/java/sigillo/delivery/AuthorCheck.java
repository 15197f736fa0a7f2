package sigillo.delivery;

import sigillo.authentication.Findings;
import sigillo.smtp.SmtpReply;

/**
 * Suspects what nobody can show to be of the domain in its From, where that domain asks for it. Never refuses: RFC 9989
 * section 7.4. What DNS cannot say now is held against nobody; its sender comes again first, as often as that is asked
 * of him.
 */
record AuthorCheck() implements Check {
    /** RFC 6376 section 6.3, RFC 7208 section 2.6.6. */
    private static final SmtpReply LATER = SmtpReply.of(451, "4.7.5",
        "DNS cannot say now whether this message is of its author, try again in some minutes");

    @Override public Opinion judge(Evidence evidence) {
        if (evidence.isUndecided()) return new Opinion.Against(LATER);
        return evidence.findings().flatMap(Findings::suspicion).<Opinion>map(Opinion.Suspect::new)
            .orElseGet(Opinion.Fine::new);
    }
}
