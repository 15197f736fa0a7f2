package sigillo.dsn;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Domain;

/**
 * What a notification says. {@code messageId} is {@code left@right} without brackets; its left side is unguessable and
 * at most 60 octets, because the boundary is made of it (RFC 2046 section 5.1.1). {@code arrived}: when the message
 * came to us; {@code at}: now.
 */
public record Report(
        Domain reportingMta, Address from, Address to, Optional<String> envid, Instant arrived, Instant at,
        String messageId, List<RecipientStatus> recipients) {

    public Report {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) throw new IllegalArgumentException("a notification of nothing");
    }

    boolean has(Action action) { return recipients.stream().anyMatch(r -> r.action() == action); }
}
