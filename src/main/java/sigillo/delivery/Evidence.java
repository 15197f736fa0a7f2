package sigillo.delivery;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import sigillo.authentication.Authentication;
import sigillo.authentication.Findings;
import sigillo.authentication.OwnResults;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.directory.Writer;
import sigillo.filter.Assessment;
import sigillo.filter.Filter;
import sigillo.filter.Mail;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.message.TlsRequired;

/**
 * What is known about a message before anyone judges it: gathered once, then only read. {@code findings}: whether it
 * comes from where it says, where that is asked; {@code isUndecided}: nobody can say that now, and its sender is to come
 * again. {@code writer}: its one author, where that is shown, or he had signed in, or nobody is asked about anything. {@code assessment}: what the filter thinks
 * of it, where that is asked. {@code message}: as it was received, without what strangers say in our name.
 */
record Evidence(Incoming incoming, Trail trail, Optional<Findings> findings, boolean isUndecided, Writer writer,
                Optional<Assessment> assessment, Octets message) {

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
            return place == null ? new Gathered.NoRoom() : read(incoming, authentication, place, own, filter, at);
        }
    }

    private static Gathered read(Incoming incoming, Authentication authentication, Authentication.Place place, OwnResults own,
                                 Optional<Filter> filter, Instant at) throws IOException {
        var message = incoming.message();
        var section = HeaderSection.read(message, MessageLimits.DEFAULT);
        var trail = Trail.of(section);
        // RFC 8601 section 5: what cannot be removed must not come in. What is all body gets an empty line before it.
        if (!trail.isBodyOnly() && own.isOutOfReach(message, section)) return new Gathered.HeaderTooLong();
        var mail = new Mail(incoming.envelope(), incoming.origin(), message, section, incoming.trace(), at);
        try (var looking = filter.isPresent() ? filter.get().begin(mail) : null) {
            var sender = incoming.envelope().from().sender();
            return switch (authentication.check(incoming.origin(), sender, message, section)) {
                case Authentication.Outcome.Checked(var findings) -> {
                    if (looking != null && looking.isWaiting()) place.isChecked();
                    var assessment = looking == null ? Optional.<Assessment>empty() : looking.assessment(findings);
                    var edited = looking == null ? message : looking.edited();
                    var writer = writer(findings, !authentication.isUnasked(incoming.origin()), section);
                    yield new Gathered.Known(new Evidence(tagged(incoming, section), trail, findings, false, writer, assessment,
                        own.removed(edited, edited == message ? section : HeaderSection.read(edited, MessageLimits.DEFAULT))));
                }
                case Authentication.Outcome.Undecided(var findings) -> new Gathered.Known(
                    new Evidence(tagged(incoming, section), trail, Optional.of(findings), true, Writer.NOT_SHOWN, Optional.empty(), message));
            };
        }
    }

    /** {@code isBelieved}: without findings. */
    private static Writer writer(Optional<Findings> findings, boolean isBelieved, HeaderSection section) {
        return author(section).filter(from -> findings.map(found -> found.shows(from)).orElse(isBelieved)).map(Writer::shown)
            .orElse(Writer.NOT_SHOWN);
    }

    /** The one who says that he wrote it; empty where several do, or nobody. */
    static Optional<Address> author(HeaderSection section) {
        var from = section.header().all("From").stream().flatMap(field -> field.addresses().flat().stream()).limit(2).toList();
        return from.size() == 1 ? from.getFirst().address() : Optional.empty();
    }

    private static Incoming tagged(Incoming incoming, HeaderSection section) {
        var envelope = incoming.envelope().tagged(TlsRequired.isNo(section.header()));
        return new Incoming(envelope, incoming.origin(), incoming.message(), incoming.trace());
    }
}
