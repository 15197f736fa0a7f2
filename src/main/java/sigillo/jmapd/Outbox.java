package sigillo.jmapd;

import java.time.Duration;
import sigillo.directory.Recipients;
import sigillo.identities.Identities;
import sigillo.queue.Tickets;
import sigillo.rules.Rules;
import sigillo.snooze.Snoozes;
import sigillo.submission.Submission;

/**
 * What is needed to send in somebody's name. {@code messageOctetsMax}, {@code recipientsMax}, {@code holdMax}: as at the
 * other door for those who send.
 */
public record Outbox(Recipients recipients, Identities identities, Tickets tickets, Submission submission,
    Rules rules, Snoozes snoozes, long messageOctetsMax, int recipientsMax, Duration holdMax) {}
