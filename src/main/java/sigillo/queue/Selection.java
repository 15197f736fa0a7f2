package sigillo.queue;

import sigillo.base.Domain;

/** Which entries an operator's order is for. */
public sealed interface Selection {
    record One(QueueId id) implements Selection {}

    /** Recipients at this domain. */
    record To(Domain domain) implements Selection {}

    /** Entries that this address put in. */
    record Submitter(String address) implements Selection {}

    record All() implements Selection {}
}
