package sigillo.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.filter.Mail;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.smtp.Envelope;
import sigillo.smtp.Origin;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.trace.TraceId;

/** A message that nobody can find anything in. Whoever condemns it is broken, or lies; whoever looks at it works again. */
final class Canary {
    private Canary() {}

    static Mail mail(Domain hostname, Instant now) {
        var trace = TraceId.fresh();
        var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC));
        var text = """
            Date: %1$s
            From: Postmaster <postmaster@%2$s>
            To: Postmaster <postmaster@%2$s>
            Message-ID: <%3$s@%2$s>
            Subject: A look at the filter
            MIME-Version: 1.0
            Content-Type: text/plain; charset=us-ascii

            This server writes this to itself and asks the filter about it,
            to see whether the filter works. Nobody gets it.
            """.formatted(date, hostname.name(), trace.text()).replace("\n", "\r\n");
        try {
            return about(hostname, now, trace, Octets.of(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException neverOfMemory) {
            throw new UncheckedIOException(neverOfMemory);
        }
    }

    /** A message that this server itself hands to a program. */
    static Mail about(Domain hostname, Instant now, TraceId trace, Octets octets) throws IOException {
        var postmaster = new Address("postmaster", hostname);
        var origin = new Origin(Optional.of(InetAddress.getLoopbackAddress()), hostname.name(), "ESMTP", Optional.empty(), Optional.empty());
        var envelope = Envelope.of(ReversePath.of(postmaster), List.of(Recipient.of(postmaster)));
        return new Mail(envelope, origin, octets, HeaderSection.read(octets, MessageLimits.DEFAULT), trace, now);
    }
}
