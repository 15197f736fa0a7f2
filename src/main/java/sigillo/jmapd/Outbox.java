package sigillo.jmapd;

import java.time.Duration;
import sigillo.directory.Recipients;
import sigillo.identities.Identities;
import sigillo.queue.QueueLimits;
import sigillo.queue.Tickets;
import sigillo.rules.Rules;
import sigillo.snooze.Snoozes;
import sigillo.submission.Submission;

/**
 * What is needed to send in somebody's name. {@code messageOctetsMax}, {@code recipientsMax}, {@code holdMax}: as at the
 * other door for those who send.
 */
public record Outbox(Recipients recipients, Identities identities, Tickets tickets, Submission submission,
    Rules rules, Snoozes snoozes, long messageOctetsMax, int recipientsMax, Duration holdMax) {

    /** Of one message that is sent here: what becomes of each is kept with it. RFC 9422 section 4: RCPTMAX. */
    int recipientsOfOneMax() { return Math.min(recipientsMax, QueueLimits.TICKET_RECIPIENTS_MAX); }
}
