package sigillo.jmapd;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import sigillo.account.Email;
import sigillo.account.MetaScan;
import sigillo.base.Octets;
import sigillo.jmap.HeaderProperty;
import sigillo.jmap.HeaderProperty.Form;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.message.AddressList;
import sigillo.message.BodyLists;
import sigillo.message.Header;
import sigillo.message.MessageEnvelope;
import sigillo.message.MessageLimits;
import sigillo.message.MessageMeta;
import tools.jackson.databind.node.ObjectNode;

/**
 * An Email as RFC 8621 section 4.1 shows it. What is kept beside the message (the envelope, the structure, the preview)
 * is not read again; of two fields of one name, which RFC 5322 section 3.6 forbids, it has the first, as IMAP's
 * envelope.
 */
final class EmailObject {
    private static final HeaderProperty REFERENCES = new HeaderProperty("references", "References", Form.MESSAGE_IDS,
        false);

    private final EmailProperties wanted;
    private final Weighing weighing;
    private final ObjectNode all = JsonText.object();

    private EmailObject(EmailProperties wanted, Budget budget) {
        this.wanted = wanted;
        this.weighing = new Weighing(budget);
    }

    /** Empty when it is gone. What it weighs is taken from {@code budget}. */
    static Optional<ObjectNode> of(Email email, MetaScan metas, EmailProperties wanted, Budget budget)
            throws IOException, MethodError {
        var meta = metas.meta(email.id());
        if (meta.isEmpty()) return Optional.empty();
        var made = new EmailObject(wanted, budget);
        made.all.put("id", email.id().toString()); // RFC 8620 section 5.1: always
        made.kept(email);
        var content = wanted.readMessage() ? metas.content(email.id()) : Optional.<Octets>empty();
        if (wanted.readMessage() && content.isEmpty()) return Optional.empty();
        made.message(BlobName.of(email.id()), meta.get(), content);
        made.weighing.rest(made.all);
        return Optional.of(made.all);
    }

    /** A message that is nobody's Email: Email/parse. RFC 8621 section 4.9. */
    static ObjectNode of(BlobName blob, MessageMeta meta, Octets content, EmailProperties wanted, Budget budget)
            throws IOException, MethodError {
        var made = new EmailObject(wanted, budget);
        for (var name : List.of("id", "threadId", "mailboxIds", "keywords", "receivedAt")) if (wanted
            .wants(name)) made.all.putNull(name);
        if (wanted.wants("blobId")) made.all.put("blobId", blob.toString());
        if (wanted.wants("size")) made.all.put("size", content.length());
        made.message(blob, meta, Optional.of(content));
        made.weighing.rest(made.all);
        return made.all;
    }

    private void kept(Email email) {
        if (wanted.wants("blobId")) all.put("blobId", BlobName.of(email.id()).toString());
        if (wanted.wants("threadId")) all.put("threadId", email.thread().toString());
        if (wanted.wants("mailboxIds")) {
            var in = all.putObject("mailboxIds");
            email.memberships().forEach(membership -> in.put(membership.mailbox().toString(), true));
        }
        if (wanted.wants("keywords")) {
            var keywords = all.putObject("keywords");
            email.keywords().stream().sorted().forEach(keyword -> keywords.put(keyword.name(), true));
        }
        if (wanted.wants("size")) all.put("size", email.size());
        if (wanted.wants("receivedAt")) all.put("receivedAt", utcDate(email.receivedAt()));
    }

    /** RFC 8620 section 1.4. */
    static String utcDate(Instant at) { return at.truncatedTo(ChronoUnit.SECONDS).toString(); }

    private void message(BlobName blob, MessageMeta meta, Optional<Octets> content) throws IOException, MethodError {
        envelope(meta.envelope());
        if (wanted.needHeader()) header(Header
            .read(content.orElseThrow(), meta.root().header(), MessageLimits.DEFAULT));
        var lists = BodyLists.of(meta.root());
        if (wanted.wants("hasAttachment")) all.put("hasAttachment", lists.hasAttachment());
        if (wanted.wants("preview")) all.put("preview", meta.preview());
        if (wanted.wantStructure()) new BodyObjects(blob, meta.root(), content.orElseThrow(), wanted, weighing)
            .write(lists, all);
        else if (wanted.wants("bodyValues")) all.putObject("bodyValues");
    }

    private void envelope(MessageEnvelope envelope) throws MethodError {
        if (wanted.wants("messageId")) all.set("messageId", HeaderValues.texts(envelope.messageId().stream().toList()));
        if (wanted.wants("inReplyTo")) all.set("inReplyTo", HeaderValues.texts(envelope.inReplyTo()));
        addresses("from", envelope.rawFrom());
        addresses("sender", envelope.rawSender());
        addresses("replyTo", envelope.rawReplyTo());
        addresses("to", envelope.rawTo());
        addresses("cc", envelope.rawCc());
        addresses("bcc", envelope.rawBcc());
        if (wanted.wants("subject")) {
            if (envelope.subject().isEmpty()) all.putNull("subject");
            else all.set("subject", HeaderValues.text(envelope.subject().get()));
        }
        if (wanted.wants("sentAt")) {
            if (envelope.date().isEmpty()) all.putNull("sentAt");
            else all.set("sentAt", HeaderValues.date(envelope.date().get()));
        }
    }

    private void addresses(String name, Optional<String> raw) throws MethodError {
        if (!wanted.wants(name)) return;
        if (raw.isEmpty()) all.putNull(name);
        else all.set(name, weighing.piece(HeaderValues.addresses(AddressList.parse(raw.get()))));
    }

    private void header(Header header) throws MethodError {
        if (wanted.wants("references")) all.set("references", HeaderValues.of(header, REFERENCES, weighing));
        if (wanted.wants("headers")) all.set("headers", HeaderValues.all(header, weighing));
        for (var one : wanted.headers()) all.set(one.text(), HeaderValues.of(header, one, weighing));
    }
}
