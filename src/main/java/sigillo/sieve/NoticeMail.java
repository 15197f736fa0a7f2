package sigillo.sieve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.message.AddressList;
import sigillo.message.MessageBody;
import sigillo.message.MessageWriter;
import sigillo.message.NamedAddress;

/**
 * The message by which an {@link Action.Notice} tells. RFC 5436 section 2.7.
 *
 * @param from of the envelope; empty when the message that is told of has no sender either
 */
public record NoticeMail(Optional<Address> from, List<Address> to, byte[] octets) {
    private static final int BODY_CHARACTERS_MAX = 16 << 10;

    public NoticeMail { to = List.copyOf(to); }

    /**
     * Empty for a message that is such a notice itself: two who tell each other would never end. RFC 5436 section
     * 2.7.
     */
    public static Optional<NoticeMail> of(
        Action.Notice notice, Surroundings around, Address owner, OffsetDateTime now, String messageId) {
        var header = around.message().header();
        boolean isNotice = header.all("auto-submitted").stream().anyMatch(
            field -> field.raw(100).toLowerCase(java.util.Locale.ROOT)
            .startsWith("auto-notified"));
        if (isNotice) return Optional.empty();
        var sender = notice.from().flatMap(NoticeMail::named).orElseGet(() -> NamedAddress.of("", owner));
        var writer = new MessageWriter(() -> 0).date(now).addresses("From", List.of(sender))
            .addresses("To", notice.to().to().stream().map(one -> NamedAddress.of("", one)).toList())
            .subject(subject(notice, around)).messageId(messageId);
        writer.text("Auto-Submitted", "auto-notified; owner-email=\"" + owner + "\"");
        if (notice.importance() != 2) writer.words("Importance", notice.importance() == 1 ? "High" : "Low");
        for (var field : notice.to().fields()) writer.text(field.name(), field.value());
        var all = new ByteArrayOutputStream();
        try {
            writer.body(MessageBody.Text.plain(body(notice, around))).writeTo(all);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        var from = around.envelope().from().isEmpty() ? Optional.<Address>empty() : Optional.of(owner);
        return Optional.of(new NoticeMail(from, notice.to().to(), all.toByteArray()));
    }

    private static Optional<NamedAddress> named(String text) {
        var flat = AddressList.parse(text).flat();
        return flat.isEmpty() ? Optional.empty() : flat.getFirst().address().map(
            address -> NamedAddress.of(flat.getFirst().name(), address));
    }

    private static String subject(Action.Notice notice, Surroundings around) {
        var text = notice.message().or(() -> notice.to().subject()).orElseGet(
            () -> "New mail: " + field(around, "subject"));
        return text.replaceAll("[\\r\\n]+", " ");
    }

    private static String body(Action.Notice notice, Surroundings around) {
        var text = notice.to().body().orElseGet(() -> "From: " + field(around, "from") + "\r\nSubject: " + field(
            around, "subject") + "\r\n");
        return text.substring(0, Template.cut(text, BODY_CHARACTERS_MAX));
    }

    private static String field(Surroundings around, String name) {
        return around.message().header().first(name).map(MessageTests::text).orElse("");
    }
}
