package sigillo.main.mail;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import sigillo.delivery.Deliver;
import sigillo.delivery.Incoming;
import sigillo.directory.Recipients.Resolved;
import sigillo.smtp.SmtpReply;

/** Delivery, and somebody who takes note of who brought mail that was taken: his address, and what he calls himself. */
public record NotingMail(BiConsumer<InetAddress, String> note, Deliver deliver) implements Deliver {
    @Override public Optional<SmtpReply> noRoom(Resolved.Local local, long octets) { return deliver.noRoom(local, octets); }

    /** LMTP: of another mail server of this house. */
    @Override public List<SmtpReply> toEach(Incoming incoming) { return deliver.toEach(incoming); }

    @Override public SmtpReply toAll(Incoming incoming) {
        var reply = deliver.toAll(incoming);
        var origin = incoming.origin();
        if (reply.isPositive()) origin.client().ifPresent(client -> note.accept(client, origin.helo()));
        return reply;
    }
}
