package sigillo.smtpd;

import java.time.Instant;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.directory.User;
import sigillo.smtp.Envelope;
import sigillo.smtp.MailParameters;
import sigillo.smtp.ReversePath;
import sigillo.smtp.SmtpReply;

/** What a MAIL command may ask for at a door. */
record MailRules(SmtpSettings settings, Offer offer, SmtpHouse house) {

    /** The first rule that it breaks; empty when it may begin. */
    Optional<SmtpReply> refusal(ReversePath from, MailParameters parameters, Optional<User> user, boolean isEncrypted) {
        if (parameters.requireTls() && !isEncrypted) return Optional.of(Replies.NEEDS_TLS); // RFC 8689 section 2
        return parameterRefusal(parameters).or(() -> senderRefusal(from, parameters, user));
    }

    private Optional<SmtpReply> parameterRefusal(MailParameters parameters) {
        boolean isBinary = parameters.body().filter(body -> body == Envelope.Body.BINARY).isPresent();
        if (isBinary && !settings.binaryMime()) return Optional.of(Replies.NO_BINARY);
        if (parameters.hold().isPresent() && !offer.holdsMail()) return Optional.of(Replies.NO_PARAMETER);
        if (holdUntil(parameters).filter(this::isTooLate).isPresent()) return Optional.of(Replies.HOLD_TOO_LONG);
        boolean isTooLarge = parameters.size().orElse(0) > settings.messageOctetsMax(); // RFC 1870 section 6.1
        return isTooLarge ? Optional.of(Replies.TOO_LARGE) : Optional.empty();
    }

    /** RFC 4865 section 4: the moment from the parameter, whichever it was. */
    Optional<Instant> holdUntil(MailParameters parameters) {
        return parameters.hold().map(hold -> switch (hold) {
            case MailParameters.Hold.For(var time) -> house.clock().instant().plus(time);
            case MailParameters.Hold.Until(var time) -> time;
        });
    }

    private boolean isTooLate(Instant time) { return time.isAfter(house.clock().instant().plus(settings.holdMax())); }

    private Optional<SmtpReply> senderRefusal(ReversePath from, MailParameters parameters, Optional<User> user) {
        var sender = from.sender();
        if (sender.filter(Address::needsUtf8).isPresent() && !parameters.smtpUtf8())
            return Optional.of(Replies.NEEDS_SMTPUTF8);
        if (user.isEmpty()) return Optional.empty();
        if (sender.isEmpty()) return house.submit().refusal(user.get());
        // RFC 6409 section 6.1: a user writes under an address that is the user's own.
        boolean isTheirs = house.submit().maySendAs(user.get(), sender.get());
        return isTheirs ? house.submit().refusal(user.get()) : Optional.of(Replies.NOT_YOUR_ADDRESS);
    }
}
