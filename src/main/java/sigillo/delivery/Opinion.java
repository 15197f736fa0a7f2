package sigillo.delivery;

import sigillo.smtp.SmtpReply;

/** What one check thinks of a message. */
sealed interface Opinion {
    record Fine() implements Opinion {}

    /** Taken, and put where its owner looks with care; {@code why} is a sentence for the story. */
    record Suspect(String why) implements Opinion {}

    /** {@code reply} is what the sender is told if this opinion decides: 4xx or 5xx. */
    record Against(SmtpReply reply) implements Opinion {}
}
