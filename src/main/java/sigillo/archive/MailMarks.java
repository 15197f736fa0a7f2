package sigillo.archive;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import sigillo.account.Keyword;
import sigillo.account.Uidl;
import sigillo.base.Octets;
import sigillo.message.DateTime;
import sigillo.message.Header;
import sigillo.message.HeaderField;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.message.Span;

/**
 * What programs write into the headers of an mbox about its messages: Status and X-Status (mutt, Dovecot, c-client),
 * X-Keywords, X-UIDL (what POP servers called it: Qpopper, c-client, Dovecot), X-Mozilla-Status and X-Mozilla-Keys
 * (Thunderbird), X-Gmail-Labels (Gmail's export). The first four are the mbox's and are left out of the message, as all programs do that keep mail in mboxes: those at the top of a
 * header, where {@link MboxWriter} puts them, and where none is there, those further down that say what such a field says.
 */
final class MailMarks {
    private static final Map<String, Pattern> OF_THE_MBOX = Map.of("status", Pattern.compile("[RONU]*"),
        "x-status", Pattern.compile("[AFDT]*"), "x-keywords", Pattern.compile(".*"), "x-uidl", Pattern.compile("[!-~]{1,70}"));
    private static final String MOZILLA = "x-mozilla-status";

    private final Set<Keyword> keywords = new HashSet<>();
    private final List<String> mailboxes = new ArrayList<>();
    private boolean deleted;
    private Optional<Uidl> popName = Optional.empty();

    private MailMarks() {}

    static ArchivedMail read(Octets content, String mailbox, Optional<Instant> date) throws IOException {
        var header = HeaderSection.read(content, MessageLimits.DEFAULT).header();
        var marks = new MailMarks();
        header.fields().forEach(marks::field);
        if (marks.mailboxes.isEmpty()) marks.mailboxes.add(mailbox);
        return new ArchivedMail(without(content, ofTheMbox(header)), marks.mailboxes, marks.keywords, marks.deleted,
            date.or(() -> came(header)), marks.popName);
    }

    private static List<Span> ofTheMbox(Header header) {
        var fields = header.fields();
        var atTop = fields.stream().takeWhile(MailMarks::isOfTheMbox).map(HeaderField::span).toList();
        return atTop.isEmpty() ? fields.stream().filter(MailMarks::isOfTheMbox).map(HeaderField::span).toList() : atTop;
    }

    private static boolean isOfTheMbox(HeaderField field) {
        var says = OF_THE_MBOX.get(field.name().toLowerCase(Locale.ROOT));
        return says != null && says.matcher(field.raw().strip()).matches();
    }

    private static Octets without(Octets content, List<Span> left) {
        if (left.isEmpty()) return content;
        var pieces = new ArrayList<Octets>();
        long from = 0;
        for (var span : left) {
            if (span.start() > from) pieces.add(content.slice(from, span.start()));
            from = span.end();
        }
        pieces.add(content.slice(from, content.length()));
        return Octets.concat(pieces);
    }

    /** RFC 9051 section 2.3.3 asks for when it came: the topmost Received says so; else when it was written. */
    static Optional<Instant> came(Header header) {
        var received = header.first("received").map(HeaderField::raw)
            .map(text -> text.substring(text.lastIndexOf(';') + 1)).flatMap(DateTime::parse);
        return received.or(() -> header.first("date").map(HeaderField::raw).flatMap(DateTime::parse))
            .map(date -> date.toInstant());
    }

    private void field(HeaderField field) {
        var value = field.raw().strip();
        switch (field.name().toLowerCase(Locale.ROOT)) {
            case "status", "x-status" -> value.chars().forEach(this::status);
            case "x-keywords", "x-mozilla-keys" -> words(value);
            case MOZILLA -> mozilla(value);
            case "x-uidl" -> popName = popName.or(() -> Uidl.parse(value));
            case "x-gmail-labels" -> new GmailLabels(field.text()).into(keywords, mailboxes);
            default -> { }
        }
    }

    private void status(int letter) {
        switch (letter) {
            case 'R' -> keywords.add(Keyword.SEEN);
            case 'A' -> keywords.add(Keyword.ANSWERED);
            case 'F' -> keywords.add(Keyword.FLAGGED);
            case 'T' -> keywords.add(Keyword.DRAFT);
            case 'D' -> deleted = true;
            default -> { } // O: old
        }
    }

    private void words(String value) {
        for (var word : value.split("\\s+")) Keyword.parse(word).ifPresent(keywords::add);
    }

    /** Four hexadecimal digits: 1 read, 2 answered, 4 starred, 8 expunged and not yet compacted away. */
    private void mozilla(String value) {
        if (!value.matches("[0-9a-fA-F]{1,8}")) return;
        long bits = Long.parseLong(value, 16);
        if ((bits & 1) != 0) keywords.add(Keyword.SEEN);
        if ((bits & 2) != 0) keywords.add(Keyword.ANSWERED);
        if ((bits & 4) != 0) keywords.add(Keyword.FLAGGED);
        if ((bits & 8) != 0) deleted = true;
    }
}
