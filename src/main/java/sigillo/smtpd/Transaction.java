package sigillo.smtpd;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.smtp.Envelope;
import sigillo.smtp.MailParameters;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.trace.TraceId;

/** A mail transaction as far as it has come: RFC 5321 section 3.3. {@code trace} names its story, refusals and all. */
record Transaction(
        ReversePath from, MailParameters parameters, Optional<Instant> holdUntil, List<Recipient> recipients,
        TraceId trace) {

    static Transaction begin(ReversePath from, MailParameters parameters, Optional<Instant> holdUntil) {
        return new Transaction(from, parameters, holdUntil, new ArrayList<>(), TraceId.fresh());
    }

    /** What a recipient costs while it waits: objects and characters. In octets of heap, roughly. */
    static int cost(Recipient recipient) {
        int original = recipient.originalRecipient().map(String::length).orElse(0);
        return 400 + recipient.address().localPart().length() + original;
    }

    boolean isBinary() { return parameters.body().filter(body -> body == Envelope.Body.BINARY).isPresent(); }

    /** The same address twice is one recipient; not in LMTP, where each has its reply. */
    boolean has(Recipient recipient) {
        return recipients.stream().anyMatch(other -> other.address().equals(recipient.address()));
    }

    Envelope envelope() {
        return new Envelope(from, recipients, parameters.ret(), parameters.envid(),
            parameters.body().orElse(Envelope.Body.EIGHT_BIT), parameters.smtpUtf8(), holdUntil,
            parameters.requireTls() ? Envelope.Tls.REQUIRED : Envelope.Tls.AS_USUAL);
    }
}
