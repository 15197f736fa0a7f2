package sigillo.reports;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.message.Header;
import sigillo.message.HeaderField;
import sigillo.message.HeaderSection;
import sigillo.message.Message;
import sigillo.message.MessageLimits;
import sigillo.message.Part;

/**
 * Somebody complains of a message, in the form of RFC 5965: a multipart/report with the fields of the complaint and the
 * message, or its header. {@code type}: of the registry, as abuse. {@code recipients}: whom it names as having got
 * it; {@code domains}: of those whose local part is withheld (RFC 6590), too. {@code ids}: by which the named server's
 * Received fields call it, the last one first. All of it is a stranger's word, bounded.
 */
public record Complaint(String type, List<Address> recipients, List<Domain> domains, List<String> ids) {
    private static final int RECIPIENTS_MAX = 20;
    private static final int RECEIVED_MAX = 50;
    private static final int IDS_MAX = 3;
    private static final int FIELD_MAX = 1_000;
    private static final MessageLimits HEADER = new MessageLimits(1, 1, 128 << 10, 2_000, 32 << 10, 256 << 10, 256);
    private static final Pattern BY = Pattern.compile("(?:^|\\s)by\\s+([A-Za-z0-9.-]{1,255})(?=[\\s;(]|$)");
    private static final Pattern ID = Pattern.compile("\\sid\\s+([a-z0-9]{1,64})(?=[\\s;]|$)");

    public Complaint {
        recipients = List.copyOf(recipients);
        domains = List.copyOf(domains);
        ids = List.copyOf(ids);
    }

    /** Whether a header promises one. */
    public static boolean isPromised(Header header) {
        return header.first("Content-Type").map(field -> field.raw(FIELD_MAX).strip().toLowerCase(Locale.ROOT))
            .filter(type -> type.startsWith("multipart/report") && type.contains("feedback-report")).isPresent();
    }

    /**
     * The complaint in a mail about one that {@code ours} has sent; empty where it is none. Throws {@link IOException}
     * only when {@code mail} cannot be read.
     */
    public static Optional<Complaint> of(Octets mail, Domain ours) throws IOException {
        var message = Message.parse(mail);
        if (!isPromised(message.header()) || !message.root().isMultipart()) return Optional.empty();
        var parts = message.root().children().stream().limit(ReportLimits.PARTS_MAX).toList();
        var feedback = parts.stream().filter(part -> part.type().is("message", "feedback-report")).findFirst();
        var original = parts.stream().filter(Complaint::isOriginal).findFirst();
        if (feedback.isEmpty() || original.isEmpty()) return Optional.empty();
        var header = HeaderSection.read(Octets.of(octets(message, original.get())), HEADER).header();
        return Optional.of(of(FeedbackParser.fields(octets(message, feedback.get())), header, ours));
    }

    /** RFC 5965: of the message, or of its header alone; RFC 6533 for those beyond ASCII. */
    private static boolean isOriginal(Part part) {
        var type = part.type();
        return type.is("message", "rfc822") || type.is("text", "rfc822-headers") || type.is("message", "global")
            || type.is("message", "global-headers");
    }

    private static byte[] octets(Message message, Part part) throws IOException {
        try (var in = message.content(part)) {
            return in.readNBytes(HEADER.headerOctetsMax());
        }
    }

    private static Complaint of(List<FeedbackParser.Field> fields, Header original, Domain ours) {
        var type = fields.stream().filter(field -> field.name().equals("feedback-type")).findFirst()
            .map(field -> field.value().toLowerCase(Locale.ROOT)).orElse("");
        var named = Stream.concat(
            fields.stream().filter(field -> field.name().equals("original-rcpt-to")).map(FeedbackParser.Field::value),
            // hotmail.com names it in the message itself, 2026-11
            original.all("X-HmXmrOriginalRecipient").stream().map(field -> field.raw(FIELD_MAX)))
            .limit(RECIPIENTS_MAX).map(Complaint::bare).toList();
        var recipients = named.stream().flatMap(text -> Address.parse(text).stream()).distinct().toList();
        var domains = named.stream().map(text -> text.substring(text.lastIndexOf('@') + 1))
            .flatMap(text -> Domain.parse(text).stream()).distinct().toList();
        return new Complaint(type, recipients, domains, ids(original, ours));
    }

    private static String bare(String text) {
        var stripped = text.strip().replaceFirst("(?i)^rfc822;\\s*", "");
        boolean isInBrackets = stripped.startsWith("<") && stripped.endsWith(">");
        return isInBrackets ? stripped.substring(1, stripped.length() - 1) : stripped;
    }

    private static List<String> ids(Header original, Domain ours) {
        return original.all("Received").stream().limit(RECEIVED_MAX).flatMap(field -> id(field, ours).stream()).distinct()
            .limit(IDS_MAX).toList();
    }

    private static Optional<String> id(HeaderField field, Domain ours) {
        var text = field.raw(FIELD_MAX).replaceAll("\\s+", " ");
        var by = BY.matcher(text);
        boolean isOurs = by.find() && Domain.parse(by.group(1)).filter(ours::equals).isPresent();
        var id = ID.matcher(text);
        return isOurs && id.find() ? Optional.of(id.group(1)) : Optional.empty();
    }
}
