package sigillo.delivery;

import java.io.IOException;
import java.util.Optional;
import sigillo.authentication.Authentication;
import sigillo.authentication.Findings;
import sigillo.authentication.OwnResults;
import sigillo.base.Octets;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.message.TlsRequired;

/**
 * What is known about a message before anyone judges it: gathered once, then only read. {@code findings}: whether it
 * comes from where it says, where that is asked; {@code isUndecided}: nobody can say that now, and its sender is to come
 * again. {@code message}: as it was received, without what strangers say in our name.
 */
record Evidence(Incoming incoming, Trail trail, Optional<Findings> findings, boolean isUndecided, Octets message) {

    sealed interface Gathered {
        record Known(Evidence evidence) implements Gathered {}

        /** Others take all room in which messages are looked at. */
        record NoRoom() implements Gathered {}

        /** Somebody speaks, perhaps in our name, behind what is read of its header. */
        record HeaderTooLong() implements Gathered {}
    }

    /** Reads what judging needs, and waits for DNS. Throws when the message cannot be read. */
    static Gathered gather(Incoming incoming, Authentication authentication, OwnResults own) throws IOException {
        try (var place = authentication.place(incoming.origin(), incoming.message()).orElse(null)) {
            return place == null ? new Gathered.NoRoom() : read(incoming, authentication, own);
        }
    }

    private static Gathered read(Incoming incoming, Authentication authentication, OwnResults own) throws IOException {
        var message = incoming.message();
        var section = HeaderSection.read(message, MessageLimits.DEFAULT);
        var trail = Trail.of(section);
        // RFC 8601 section 5: what cannot be removed must not come in. What is all body gets an empty line before it.
        if (!trail.isBodyOnly() && own.isOutOfReach(message, section)) return new Gathered.HeaderTooLong();
        var sender = incoming.envelope().from().sender();
        return switch (authentication.check(incoming.origin(), sender, message, section)) {
            case Authentication.Outcome.Checked(var findings) -> new Gathered.Known(
                new Evidence(tagged(incoming, section), trail, findings, false, own.removed(message, section)));
            case Authentication.Outcome.Undecided(var findings) -> new Gathered.Known(
                new Evidence(tagged(incoming, section), trail, Optional.of(findings), true, message));
        };
    }

    private static Incoming tagged(Incoming incoming, HeaderSection section) {
        var envelope = incoming.envelope().tagged(TlsRequired.isNo(section.header()));
        return new Incoming(envelope, incoming.origin(), incoming.message(), incoming.trace());
    }
}
