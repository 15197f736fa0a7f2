package sigillo.delivery;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import sigillo.authentication.Authentication;
import sigillo.authentication.Findings;
import sigillo.authentication.OwnResults;
import sigillo.base.Octets;
import sigillo.filter.Assessment;
import sigillo.filter.Filter;
import sigillo.filter.Mail;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.message.TlsRequired;

/**
 * What is known about a message before anyone judges it: gathered once, then only read. {@code findings}: whether it
 * comes from where it says, where that is asked; {@code isUndecided}: nobody can say that now, and its sender is to come
 * again. {@code assessment}: what the filter thinks of it, where that is asked. {@code message}: as it was received, without
 * what strangers say in our name.
 */
record Evidence(Incoming incoming, Trail trail, Optional<Findings> findings, boolean isUndecided, Optional<Assessment> assessment,
                Octets message) {

    sealed interface Gathered {
        record Known(Evidence evidence) implements Gathered {}

        /** Others take all room in which messages are looked at. */
        record NoRoom() implements Gathered {}

        /** Somebody speaks, perhaps in our name, behind what is read of its header. */
        record HeaderTooLong() implements Gathered {}
    }

    /** Reads what judging needs, and waits for DNS and for other programs. Throws when the message cannot be read. */
    static Gathered gather(Incoming incoming, Authentication authentication, OwnResults own, Optional<Filter> filter, Instant at)
            throws IOException {
        try (var place = authentication.place(incoming.origin(), incoming.message()).orElse(null)) {
            return place == null ? new Gathered.NoRoom() : read(incoming, authentication, own, filter, at);
        }
    }

    private static Gathered read(Incoming incoming, Authentication authentication, OwnResults own, Optional<Filter> filter, Instant at)
            throws IOException {
        var message = incoming.message();
        var section = HeaderSection.read(message, MessageLimits.DEFAULT);
        var trail = Trail.of(section);
        // RFC 8601 section 5: what cannot be removed must not come in. What is all body gets an empty line before it.
        if (!trail.isBodyOnly() && own.isOutOfReach(message, section)) return new Gathered.HeaderTooLong();
        var mail = new Mail(incoming.envelope(), incoming.origin(), message, section, incoming.trace(), at);
        try (var looking = filter.map(one -> one.begin(mail)).orElse(null)) {
            var sender = incoming.envelope().from().sender();
            return switch (authentication.check(incoming.origin(), sender, message, section)) {
                case Authentication.Outcome.Checked(var findings) -> {
                    var cleaned = own.removed(message, section);
                    var assessment = looking == null ? Optional.<Assessment>empty() : looking.assessment(findings);
                    yield new Gathered.Known(new Evidence(tagged(incoming, section), trail, findings, false, assessment,
                        looking == null ? cleaned : looking.withoutForeign(cleaned)));
                }
                case Authentication.Outcome.Undecided(var findings) -> new Gathered.Known(
                    new Evidence(tagged(incoming, section), trail, Optional.of(findings), true, Optional.empty(), message));
            };
        }
    }

    private static Incoming tagged(Incoming incoming, HeaderSection section) {
        var envelope = incoming.envelope().tagged(TlsRequired.isNo(section.header()));
        return new Incoming(envelope, incoming.origin(), incoming.message(), incoming.trace());
    }
}
