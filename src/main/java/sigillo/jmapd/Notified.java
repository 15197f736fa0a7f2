package sigillo.jmapd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.account.EmailId;
import sigillo.jmap.MethodError;
import sigillo.message.MessageEnvelope;
import sigillo.message.MessageMeta;
import sigillo.queue.Ticket;

/**
 * What has come to the account about a mail that it sent: RFC 8621 section 7, dsnBlobIds and mdnBlobIds, in the order in which they came. Found
 * are those that refer to its Message-ID, while the Email that was sent is there.
 */
record Notified(List<String> dsns, List<String> mdns) {
    private static final Notified NOTHING = new Notified(List.of(), List.of());

    /** Nothing is looked for that is not wanted; each look counts. */
    static Notified of(Call call, Ticket ticket, Set<String> wanted) throws MethodError {
        return wanted.contains("dsnBlobIds") || wanted.contains("mdnBlobIds") ? found(call, ticket) : NOTHING;
    }

    private static Notified found(Call call, Ticket ticket) throws MethodError {
        var email = EmailId.parse(SubmissionMethods.about(ticket).emailId());
        var id = email.isEmpty() ? Optional.<String>empty()
            : meta(call, email.get()).map(MessageMeta::envelope).flatMap(MessageEnvelope::messageId);
        if (id.isEmpty()) return NOTHING;
        var dsns = new ArrayList<String>();
        var mdns = new ArrayList<String>();
        for (var one : call.caller().account().about(id.get()).stream().sorted().toList()) {
            var type = meta(call, one).map(meta -> meta.root().type()).filter(root -> root.is("multipart", "report"))
                .flatMap(root -> root.parameter("report-type")).orElse("");
            if (type.equalsIgnoreCase("delivery-status")) dsns.add(BlobName.of(one).toString());
            if (type.equalsIgnoreCase("disposition-notification")) mdns.add(BlobName.of(one).toString());
        }
        return new Notified(dsns, mdns);
    }

    private static Optional<MessageMeta> meta(Call call, EmailId id) throws MethodError {
        call.budget().read(Budget.LOOK_OCTETS);
        var account = call.caller().account();
        boolean isThere = account.email(id).filter(one -> !one.memberships().isEmpty()).isPresent();
        return isThere ? account.meta(id) : Optional.empty();
    }
}
