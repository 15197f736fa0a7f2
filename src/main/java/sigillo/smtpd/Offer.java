package sigillo.smtpd;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import sigillo.sasl.Mechanism;
import sigillo.smtp.SmtpReply;

/** Our answer to EHLO and LHLO: RFC 5321 section 4.1.1.1. Offers what is true at this moment and nothing else. */
final class Offer {
    private final SmtpRole role;
    private final SmtpSettings settings;

    Offer(SmtpRole role, SmtpSettings settings) {
        this.role = role;
        this.settings = settings;
    }

    SmtpReply reply(boolean isEncrypted, boolean canStartTls, List<Mechanism> mechanisms, Instant now) {
        var lines = new ArrayList<String>();
        lines.add(settings.hostName().name());
        lines.add("PIPELINING"); // RFC 2920
        lines.add("SIZE " + settings.messageOctetsMax()); // RFC 1870 section 3
        lines.add("8BITMIME"); // RFC 6152
        if (settings.binaryMime()) lines.add("BINARYMIME"); // RFC 3030 section 3
        lines.add("CHUNKING"); // RFC 3030 section 2
        lines.add("SMTPUTF8"); // RFC 6531
        lines.add("DSN"); // RFC 3461
        lines.add("ENHANCEDSTATUSCODES"); // RFC 2034
        lines.add(limits());
        if (holdsMail()) lines.add(futureRelease(now));
        if (isEncrypted) lines.add("REQUIRETLS"); // RFC 8689 section 2: under TLS only
        if (canStartTls) lines.add("STARTTLS"); // RFC 3207 section 4.2: not offered inside TLS
        if (!mechanisms.isEmpty()) // RFC 4954 section 3
            lines.add(mechanisms.stream().map(Mechanism::text).collect(Collectors.joining(" ", "AUTH ", "")));
        return SmtpReply.of(250, "", lines.toArray(String[]::new));
    }

    boolean holdsMail() { return role == SmtpRole.SUBMISSION && settings.holdMax().isPositive(); }

    /** RFC 9422 section 4. */
    private String limits() { return "LIMITS MAILMAX=" + settings.mailsMax() + " RCPTMAX=" + settings.recipientsMax(); }

    /** RFC 4865 section 3: the longest time and the latest moment. */
    private String futureRelease(Instant now) {
        var latest = now.plus(settings.holdMax()).truncatedTo(ChronoUnit.SECONDS);
        return "FUTURERELEASE " + settings.holdMax().toSeconds() + " " + latest;
    }
}
