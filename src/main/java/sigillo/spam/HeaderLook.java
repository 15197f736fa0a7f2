package sigillo.spam;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import sigillo.message.Header;
import sigillo.message.HeaderField;
import sigillo.message.NamedAddress;

/** The header of a message, as features and signs. Fields that servers write on the way are nobody's style and stay out. */
final class HeaderLook {
    private static final int FIELDS_MAX = 200;
    private static final int VALUE_OCTETS_MAX = 4_096;
    private static final int ADDRESSES_MAX = 20;
    private static final int RECIPIENTS_MANY = 20;
    private static final int WORDS_MAX = 60;
    private static final int NAME_WORDS_MAX = 10;
    private static final int DIGITS_MANY = 4;
    private static final int CAPITALS_LETTERS = 8;
    private static final Duration AHEAD = Duration.ofHours(36);
    private static final Duration LONG_AGO = Duration.ofDays(15);

    /** Of the way, of receivers and of other filters: what they say is known better, or forged. */
    private static final Set<String> OF_THE_WAY = Set.of("received", "return-path", "delivered-to", "x-original-to",
        "envelope-to", "x-envelope-from", "authentication-results", "received-spf", "dkim-signature", "arc-seal", "arc-message-signature",
        "arc-authentication-results", "status", "x-status", "x-keywords", "x-uid", "lines", "content-length", "xref", "x-mozilla-status",
        "x-mozilla-status2", "date", "message-id", "subject", "from", "to", "cc", "x-pyzor", "x-razor", "old-return-path", "x-loop");

    private final Header header;
    private final Instant received;
    private final FeatureSet features;
    private final Set<Sign> signs;
    private final Set<String> seen = new HashSet<>();
    private int recipients;

    private HeaderLook(Header header, Instant received, FeatureSet features, Set<Sign> signs) {
        this.header = header;
        this.received = received;
        this.features = features;
        this.signs = signs;
    }

    static void at(Header header, Instant received, FeatureSet features, Set<Sign> signs) {
        new HeaderLook(header, received, features, signs).run();
    }

    private void run() {
        int max = Math.min(header.size(), FIELDS_MAX);
        for (int i = 0; i < max; i++) field(header.field(i));
        absent();
        if (recipients == 0) signs.add(Sign.NO_RECIPIENT_SHOWN);
        if (recipients > RECIPIENTS_MANY) signs.add(Sign.MANY_RECIPIENTS);
        if (header.all("from").size() > 1) signs.add(Sign.SEVERAL_FROM);
        lists();
    }

    private void absent() {
        if (!seen.contains("date")) signs.add(Sign.NO_DATE);
        if (!seen.contains("from")) signs.add(Sign.NO_FROM);
        if (!seen.contains("message-id")) signs.add(Sign.NO_MESSAGE_ID);
        if (!seen.contains("subject")) signs.add(Sign.NO_SUBJECT);
    }

    private void lists() {
        boolean list = seen.contains("list-id") || seen.contains("list-post") || seen.contains("x-mailman-version");
        if (list) signs.add(Sign.OF_A_LIST);
        if (seen.contains("precedence") && !list && !seen.contains("list-unsubscribe")) signs.add(Sign.BULK_WITHOUT_WAY_OUT);
        boolean answers = seen.contains("in-reply-to") || seen.contains("references");
        if (answers) signs.add(Sign.PART_OF_A_THREAD);
    }

    private void field(HeaderField field) {
        var name = field.name().toLowerCase(Locale.ROOT);
        seen.add(name);
        if (!OF_THE_WAY.contains(name) && !name.startsWith("x-spam")) features.add('h', name);
        var raw = field.raw(VALUE_OCTETS_MAX);
        switch (name) {
            case "subject" -> subject(raw, field);
            case "from" -> from(field);
            case "reply-to", "sender" -> addresses(name.charAt(0) == 'r' ? 'R' : 'S', field.addresses().flat());
            case "to", "cc" -> recipients += Math.min(field.addresses().flat().size(), RECIPIENTS_MANY + 1);
            case "date" -> date(field);
            case "message-id" -> messageId(raw.strip());
            case "x-mailer", "user-agent" -> Words.of(field.text(), features, 'm', NAME_WORDS_MAX);
            case "content-type", "mime-version", "x-priority", "importance", "x-msmail-priority" ->
                features.add('c', name + shape(raw));
            default -> { }
        }
    }

    private void subject(String raw, HeaderField field) {
        var subject = field.text();
        Words.of(subject, features, 's', WORDS_MAX);
        int letters = (int) subject.chars().filter(Character::isLetter).count();
        boolean capitals = letters >= CAPITALS_LETTERS && subject.chars().noneMatch(Character::isLowerCase)
            && subject.chars().anyMatch(Character::isUpperCase);
        if (capitals) signs.add(Sign.SUBJECT_IN_CAPITALS);
        if (subject.contains("!")) signs.add(Sign.SUBJECT_EXCLAIMS);
        if (hasTail(subject)) signs.add(Sign.SUBJECT_WITH_TAIL);
        if (raw.contains("=?") && subject.chars().allMatch(c -> c < 0x80)) signs.add(Sign.SUBJECT_HALF_ENCODED);
        if (raw.chars().anyMatch(c -> c > 0x7F)) signs.add(Sign.UNENCODED_OCTETS);
        boolean re = subject.regionMatches(true, 0, "re:", 0, 3);
        if (re && !header.has("in-reply-to") && !header.has("references")) signs.add(Sign.SAYS_IT_IS_A_REPLY);
    }

    /** Many spaces and then a few odd letters, by which a sender makes each of a thousand mails another. */
    private static boolean hasTail(String subject) {
        int gap = subject.indexOf("     ");
        if (gap <= 0) return false;
        var tail = subject.substring(gap).strip();
        return !tail.isEmpty() && tail.indexOf(' ') < 0;
    }

    private void from(HeaderField field) {
        var all = field.addresses().flat();
        addresses('f', all);
        for (var author : all.subList(0, Math.min(all.size(), 1))) {
            if (author.name().isBlank()) signs.add(Sign.FROM_WITHOUT_NAME);
            if (digits(author.localPart()) >= DIGITS_MANY) signs.add(Sign.FROM_DIGITS);
            if (showsOther(author)) signs.add(Sign.FROM_SHOWS_OTHER_ADDRESS);
            var replies = header.first("reply-to").map(HeaderField::addresses).map(a -> a.flat()).orElse(List.of());
            boolean elsewhere = !replies.isEmpty() && replies.stream()
                .noneMatch(one -> Links.domain(one.domain().toLowerCase(Locale.ROOT)).equals(Links.domain(author.domain().toLowerCase(Locale.ROOT))));
            if (elsewhere && !header.has("list-id") && !header.has("x-mailman-version")) signs.add(Sign.REPLIES_ELSEWHERE);
        }
    }

    /** The name is an address of another domain: what people see is not who it is. */
    private static boolean showsOther(NamedAddress author) {
        var name = author.name();
        int at = name.indexOf('@');
        if (at <= 0 || at == name.length() - 1) return false;
        int end = at + 1;
        while (end < name.length() && (Character.isLetterOrDigit(name.charAt(end)) || name.charAt(end) == '.' || name.charAt(end) == '-')) end++;
        var shown = name.substring(at + 1, end).toLowerCase(Locale.ROOT);
        return shown.indexOf('.') > 0 && !Links.domain(shown).equals(Links.domain(author.domain().toLowerCase(Locale.ROOT)));
    }

    private void addresses(char kind, List<NamedAddress> all) {
        for (var one : all.subList(0, Math.min(all.size(), ADDRESSES_MAX))) {
            Words.of(one.name(), features, kind, NAME_WORDS_MAX);
            var domain = one.domain().toLowerCase(Locale.ROOT);
            features.add(Character.toUpperCase(kind), domain);
            features.add('@', one.localPart().toLowerCase(Locale.ROOT) + "@" + domain);
        }
    }

    private static int digits(String text) { return (int) text.chars().filter(c -> c >= '0' && c <= '9').count(); }

    private void date(HeaderField field) {
        var date = field.date();
        if (date.isEmpty()) return;
        features.add('z', date.get().getOffset().getId());
        var behind = Duration.between(date.get().toInstant(), received);
        if (behind.compareTo(AHEAD.negated()) < 0) signs.add(Sign.DATE_AHEAD);
        if (behind.compareTo(LONG_AGO) > 0) signs.add(Sign.DATE_LONG_AGO);
    }

    private void messageId(String raw) {
        int at = raw.indexOf('@');
        boolean isOne = raw.startsWith("<") && raw.endsWith(">") && at > 1 && at < raw.length() - 2 && raw.indexOf(' ') < 0;
        if (!isOne) signs.add(Sign.ODD_MESSAGE_ID);
        features.add('i', shape(raw));
        if (at > 0) features.add('I', raw.substring(at + 1).toLowerCase(Locale.ROOT));
    }

    /** Letters and digits in runs: what a program writes the same way each time. */
    private static String shape(String raw) {
        var shape = new StringBuilder();
        for (int i = 0; i < raw.length() && shape.length() < 60; i++) {
            char c = raw.charAt(i);
            char kind = c >= '0' && c <= '9' ? '9' : Character.isLetter(c) ? 'a' : c <= ' ' ? '_' : c;
            if (shape.isEmpty() || shape.charAt(shape.length() - 1) != kind) shape.append(kind);
        }
        return shape.toString();
    }
}
