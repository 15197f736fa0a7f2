package sigillo.sieve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Address;
import sigillo.message.Header;
import sigillo.message.MessageBody;
import sigillo.message.MessageWriter;
import sigillo.message.NamedAddress;

/**
 * Whether an {@link Action.Vacation} answers, whom, and with what. RFC 5230 sections 4.5, 4.6 and 5, RFC 3834
 * sections 2
 * and 3. How often one sender is answered is for whoever sends it: once for a handle in its seconds.
 */
public final class VacationAnswer {
    /** RFC 3834 section 2: who sends for a list, or is no person. */
    private static final Set<String> NO_PERSONS = Set.of(
        "mailer-daemon", "listserv", "majordomo", "postmaster", "noreply", "no-reply",
        "do-not-reply", "donotreply", "bounce", "bounces");
    /** RFC 5230 section 4.5: a message that names the owner in one of them is for the owner. */
    private static final List<String> RECIPIENTS = List.of("to", "cc", "bcc", "resent-to", "resent-cc", "resent-bcc");
    private static final List<String> LISTS = List.of(
        "list-id", "list-unsubscribe", "list-post", "list-help", "list-owner",
        "list-archive", "list-subscribe", "mailing-list", "x-mailing-list", "x-autoreply", "x-autorespond");

    /** {@code to} has the message of {@code octets}, its envelope has no sender. */
    public record Answer(Address to, byte[] octets) {}

    private final Action.Vacation vacation;
    private final Header header;
    private final List<Address> own;

    private VacationAnswer(Action.Vacation vacation, Header header, List<Address> own) {
        this.vacation = vacation;
        this.header = header;
        this.own = own;
    }

    /**
     * Empty when no answer is due.
     *
     * @param own addresses of the owner, not empty; the first is who writes when the script does not say
     * @param messageId of the answer, without brackets
     */
    public static Optional<Answer> of(
        Action.Vacation vacation, Surroundings around, List<Address> own, OffsetDateTime now,
                                      String messageId) {
        var all = new ArrayList<>(own);
        vacation.addresses().forEach(text -> Deeds.parse(text).ifPresent(all::add));
        vacation.from().flatMap(Deeds::parse).ifPresent(all::add);
        var answer = new VacationAnswer(vacation, around.message().header(), all);
        return Deeds.parse(around.envelope().from()).filter(answer::isDue)
            .map(to -> new Answer(to, answer.write(to, now, messageId)));
    }

    private boolean isDue(Address sender) { return isPerson(sender) && !isOwn(sender) && !isAutomatic()
        && isForOwner(); }

    private static boolean isPerson(Address sender) {
        var local = sender.unquotedLocalPart().toLowerCase(Locale.ROOT);
        return !NO_PERSONS.contains(local) && !local.startsWith("owner-") && !local.startsWith("bounce-") && !local
            .endsWith("-owner")
            && !local.endsWith("-request") && !local.endsWith("-bounces") && !local.startsWith("prvs=") && !local
                .startsWith("srs0=")
            && !local.startsWith("srs1=");
    }

    private boolean isOwn(Address address) { return own.stream().anyMatch(
        one -> one.lookupKey().equals(address.lookupKey())); }

    /** RFC 3834 section 2, RFC 5230 section 4.6; Outlook's X-Auto-Response-Suppress says so too. */
    private boolean isAutomatic() {
        if (LISTS.stream().anyMatch(header::has)) return true;
        boolean isMarked = header.all("auto-submitted").stream().anyMatch(field -> !word(field.raw(100)).equals("no"));
        boolean isBulk = header.all("precedence").stream().anyMatch(
            field -> Set.of("bulk", "list", "junk", "auto_reply").contains(word(field.raw(100))));
        boolean isSuppressed = header.all("x-auto-response-suppress").stream()
            .flatMap(field -> List.of(field.raw(1000).split(",")).stream()).anyMatch(
                text -> Set.of("all", "oof", "autoreply").contains(word(text)));
        // RFC 3834 section 2: notifications have no sender, but not all who write some know it
        boolean isReport = header.all("content-type").stream().anyMatch(
            field -> word(field.raw(100)).equals("multipart/report"));
        return isMarked || isBulk || isSuppressed || isReport;
    }

    private static String word(String text) { return text.strip().split("[ \\t;(]", 2)[0].toLowerCase(Locale.ROOT); }

    private boolean isForOwner() { return addressed().isPresent(); }

    /** The address of the owner that the message names. */
    private Optional<Address> addressed() {
        return RECIPIENTS.stream().flatMap(name -> header.all(name).stream())
            .flatMap(field -> field.addresses().addresses().stream()).filter(this::isOwn).findFirst();
    }

    private byte[] write(Address to, OffsetDateTime now, String messageId) {
        var writer = new MessageWriter(() -> 0).date(now).addresses("From", List.of(sender())).to(
            NamedAddress.of("", to))
            .subject(subject()).messageId(messageId);
        var ids = header.first("message-id").map(VacationAnswer::ids).orElse(List.of());
        if (!ids.isEmpty()) writer.messageIds("In-Reply-To", List.of(ids.getFirst())).messageIds(
            "References", references(ids.getFirst()));
        writer.words("Auto-Submitted", "auto-replied (vacation)"); // RFC 5230 section 5.8
        writer.words("Precedence", "bulk");
        var all = new ByteArrayOutputStream();
        try {
            if (vacation.isMime()) {
                all.writeBytes(writer.header());
                all.writeBytes("MIME-Version: 1.0\r\n".getBytes(StandardCharsets.US_ASCII));
                all.writeBytes(entity());
            } else {
                writer.body(MessageBody.Text.plain(vacation.reason())).writeTo(all);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return all.toByteArray();
    }

    /** RFC 5230 section 4.3: of a MIME entity the fields that say what it is; others would be of our header. */
    private byte[] entity() {
        var octets = vacation.reason().getBytes(StandardCharsets.UTF_8);
        var header = Header.parse(octets, 0, false, sigillo.message.MessageLimits.DEFAULT);
        var all = new ByteArrayOutputStream();
        int end = 0;
        for (var field : header.fields()) {
            if (Ascii.lower(field.name()).startsWith("content-")) all.writeBytes(field.octets());
            end = (int) field.span().end();
        }
        if (end == 0 || !startsWithEmptyLine(octets, end)) all.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        all.write(octets, end, octets.length - end);
        return all.toByteArray();
    }

    private static boolean startsWithEmptyLine(byte[] octets, int at) {
        return at < octets.length && (octets[at] == '\n' || octets[at] == '\r' && at + 1 < octets.length
            && octets[at + 1] == '\n');
    }

    private NamedAddress sender() {
        var asked = vacation.from().map(text -> sigillo.message.AddressList.parse(raw(text)).flat()).filter(
            all -> all.size() == 1)
            .map(List::getFirst);
        return asked.flatMap(one -> one.address().map(address -> NamedAddress.of(one.name(), address)))
            .orElseGet(() -> NamedAddress.of("", addressed().orElse(own.getFirst())));
    }

    private static String raw(String text) { return new String(
        text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1); }

    /** RFC 5230 section 5.1. */
    private String subject() {
        return vacation.subject().map(text -> text.replaceAll("[\\r\\n]+", " "))
            .orElseGet(() -> "Auto: " + header.first("subject").map(MessageTests::text).orElse("your message"));
    }

    /** Those that we may write. */
    private static List<String> ids(sigillo.message.HeaderField field) {
        return field.messageIds().stream().filter(sigillo.message.MessageIds::isId).toList();
    }

    /** RFC 5322 section 3.6.4, RFC 5230 section 5.7. */
    private List<String> references(String id) {
        var all = new ArrayList<>(header.first("references").or(() -> header.first("in-reply-to"))
            .map(VacationAnswer::ids).orElse(List.of()));
        all.add(id);
        return all.subList(Math.max(0, all.size() - 20), all.size());
    }
}
