package sigillo.delivery;

import java.util.List;
import sigillo.smtp.SmtpReply;

/** What is done with a message, for all of its recipients. */
sealed interface Verdict {
    record Accept() implements Verdict {}

    record Reject(SmtpReply reply) implements Verdict {}

    record Defer(SmtpReply reply) implements Verdict {}

    /**
     * Folds what the checks think, in their order: one that is against it for ever decides before one that is for now.
     */
    static Verdict of(List<Check> checks, Evidence evidence) {
        Verdict verdict = new Accept();
        for (var check : checks) {
            if (!(check.judge(evidence) instanceof Opinion.Against(var reply))) continue;
            if (reply.isPermanent()) return new Reject(reply);
            if (verdict instanceof Accept) verdict = new Defer(reply);
        }
        return verdict;
    }
}
