package sigillo.delivery;

import java.util.List;
import java.util.Optional;
import sigillo.smtp.SmtpReply;

/** What is done with a message, for all of its recipients. */
sealed interface Verdict {
    /** {@code suspicion}: why it goes into Junk, if it does. */
    record Accept(Optional<String> suspicion) implements Verdict {}

    record Reject(SmtpReply reply) implements Verdict {}

    record Defer(SmtpReply reply) implements Verdict {}

    /**
     * Folds what the checks think, in their order: one that is against it for ever decides before one that is for now,
     * and that before one that only suspects it.
     */
    static Verdict of(List<Check> checks, Evidence evidence) {
        Optional<SmtpReply> deferred = Optional.empty();
        Optional<String> suspicion = Optional.empty();
        for (var check : checks) {
            switch (check.judge(evidence)) {
                case Opinion.Fine() -> { }
                case Opinion.Suspect(var why) -> suspicion = suspicion.or(() -> Optional.of(why));
                case Opinion.Against(var reply) when reply.isPermanent() -> {
                    return new Reject(reply);
                }
                case Opinion.Against(var reply) -> deferred = deferred.or(() -> Optional.of(reply));
            }
        }
        return deferred.isPresent() ? new Defer(deferred.get()) : new Accept(suspicion);
    }
}
