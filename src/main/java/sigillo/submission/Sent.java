package sigillo.submission;

import sigillo.queue.QueueId;
import sigillo.smtp.SmtpReply;

/** What became of a message that a user wants sent. */
public sealed interface Sent {
    /** It is in the queue, durably. */
    record Queued(QueueId id) implements Sent {}

    /** Nothing of it is kept, unless in {@code DOUBT}. {@code reply}: as SMTP says it. */
    record Refused(Why why, SmtpReply reply) implements Sent {}

    /**
     * {@code MALFORMED}: its header. {@code SENDER}, {@code AUTHOR}: not an address of the user's, in the envelope or in
     * the header. {@code LATER}: the account sends too much, or its sending is paused. {@code TROUBLE}: of this server.
     * {@code DOUBT}: trouble in which nobody can tell whether it is in the queue, from which it then leaves.
     */
    enum Why { MALFORMED, SENDER, AUTHOR, LATER, TROUBLE, DOUBT }
}
