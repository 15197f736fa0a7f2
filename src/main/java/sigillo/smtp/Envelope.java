package sigillo.smtp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;

/**
 * What moves a message: RFC 5321 section 2.3.1, with the parameters of DSN (RFC 3461), 8BITMIME (RFC 6152), BINARYMIME
 * (RFC 3030), SMTPUTF8 (RFC 6531), FUTURERELEASE (RFC 4865) and REQUIRETLS (RFC 8689). {@code holdUntil}: not to be
 * sent on before.
 */
public record Envelope(
        ReversePath from, List<Recipient> recipients, Optional<Ret> ret, Optional<String> envid,
        Body body, boolean smtpUtf8, Optional<Instant> holdUntil, Tls tls) {

    public Envelope {
        recipients = List.copyOf(recipients);
    }

    /** Of which nobody said how it is to be encrypted. */
    public Envelope(ReversePath from, List<Recipient> recipients, Optional<Ret> ret, Optional<String> envid, Body body, boolean smtpUtf8,
                    Optional<Instant> holdUntil) {
        this(from, recipients, ret, envid, body, smtpUtf8, holdUntil, Tls.AS_USUAL);
    }

    /** Without any parameter. */
    public static Envelope of(ReversePath from, List<Recipient> recipients) {
        return new Envelope(
            from, recipients, Optional.empty(), Optional.empty(), Body.EIGHT_BIT, false, Optional.empty());
    }

    public Envelope to(List<Recipient> others) {
        return new Envelope(from, others, ret, envid, body, smtpUtf8, holdUntil, tls);
    }

    public Envelope from(ReversePath other) {
        return new Envelope(other, recipients, ret, envid, body, smtpUtf8, holdUntil, tls);
    }

    public Envelope tls(Tls other) {
        return new Envelope(from, recipients, ret, envid, body, smtpUtf8, holdUntil, other);
    }

    /** RFC 8689 section 4.1: the parameter of MAIL before the field in the header. {@code isNotRequired}: the field says No. */
    public Envelope tagged(boolean isNotRequired) { return isNotRequired && tls == Tls.AS_USUAL ? tls(Tls.NOT_REQUIRED) : this; }

    /** Whom a trace line may name: the only recipient, so that nobody learns of others (RFC 5321 section 7.2). */
    public Optional<Address> onlyRecipient() {
        return recipients.size() == 1 ? Optional.of(recipients.getFirst().address()) : Optional.empty();
    }

    /** RFC 3461 section 4.3: how much of the message a failure notification returns. */
    public enum Ret { FULL, HDRS }

    /**
     * What the sender asks of the way: nothing, so that the next hops' own wishes count; that it is encrypted all the way
     * (RFC 8689 section 2); or that it comes through even where TLS fails (section 3).
     */
    public enum Tls { AS_USUAL, REQUIRED, NOT_REQUIRED }

    /** RFC 6152 section 2, RFC 3030 section 3. */
    public enum Body { SEVEN_BIT, EIGHT_BIT, BINARY }
}
