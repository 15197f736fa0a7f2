package sigillo.smtp;

import java.util.Optional;
import java.util.Set;

/** The parameters of RCPT: NOTIFY and ORCPT, decoded as {@code rfc822;anna@home.example}. RFC 3461 section 4.1. */
public record RcptParameters(Set<Recipient.Notify> notifyOn, Optional<String> originalRecipient) {
    public static final RcptParameters NONE = new RcptParameters(Set.of(), Optional.empty());

    public RcptParameters {
        notifyOn = Set.copyOf(notifyOn);
    }
}
