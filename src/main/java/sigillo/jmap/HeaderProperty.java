package sigillo.jmap;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A property that asks for a field of a header, {@code header:List-Post:asURLs:all}: RFC 8621 section 4.1.3. {@code
 * text}: as the client wrote it, which is how the answer calls it.
 */
public record HeaderProperty(String text, String field, Form form, boolean all) {
    private static final int FIELD_CHARACTERS_MAX = 255;

    /** RFC 8621 section 4.1.2. */
    public enum Form { RAW, TEXT, ADDRESSES, GROUPED_ADDRESSES, MESSAGE_IDS, DATE, URLS }

    private static final Map<String,
        Form> FORMS = Map.of("asRaw", Form.RAW, "asText", Form.TEXT, "asAddresses", Form.ADDRESSES,
        "asGroupedAddresses", Form.GROUPED_ADDRESSES, "asMessageIds", Form.MESSAGE_IDS, "asDate", Form.DATE, "asURLs",
            Form.URLS);

    private static final Set<String> ADDRESSES = Set
        .of("from", "sender", "reply-to", "to", "cc", "bcc", "resent-from", "resent-sender",
        "resent-reply-to", "resent-to", "resent-cc", "resent-bcc");
    private static final Set<String> MESSAGE_IDS = Set
        .of("message-id", "in-reply-to", "references", "resent-message-id");
    private static final Set<String> DATES = Set.of("date", "resent-date");
    /** RFC 2369. */
    private static final Set<String> URLS = Set
        .of("list-help", "list-unsubscribe", "list-subscribe", "list-post", "list-owner", "list-archive");
    private static final Set<String> TEXTS = Set.of("subject", "comments", "keywords", "list-id");
    /** Of RFC 5322 and RFC 2369 too, with forms of none of these. */
    private static final Set<String> OTHERS = Set.of("return-path", "received");

    /** Empty for what is none, or a form that the field cannot have. */
    public static Optional<HeaderProperty> parse(String text) {
        var parts = text.split(":", 5);
        if (parts.length < 2 || parts.length > 4 || !parts[0].equals("header") || !isField(parts[1])) return Optional
            .empty();
        boolean all = parts.length > 2 && parts[parts.length - 1].equals("all");
        int forms = parts.length - 2 - (all ? 1 : 0);
        if (forms > 1) return Optional.empty();
        var form = forms == 0 ? Form.RAW : FORMS.get(parts[2]);
        boolean isAllowed = form != null && isAllowed(parts[1].toLowerCase(Locale.ROOT), form);
        return isAllowed ? Optional.of(new HeaderProperty(text, parts[1], form, all)) : Optional.empty();
    }

    /** RFC 5322 section 2.2. */
    private static boolean isField(String name) {
        return !name.isEmpty() && name.length() <= FIELD_CHARACTERS_MAX
            && name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ':');
    }

    /** Fields that are defined nowhere there may be read in each form. */
    private static boolean isAllowed(String field, Form form) {
        boolean isOther = !ADDRESSES.contains(field) && !MESSAGE_IDS.contains(field) && !DATES.contains(field)
            && !URLS.contains(field)
            && !TEXTS.contains(field) && !OTHERS.contains(field);
        return isOther || switch (form) {
            case RAW -> true;
            case TEXT -> TEXTS.contains(field);
            case ADDRESSES, GROUPED_ADDRESSES -> ADDRESSES.contains(field);
            case MESSAGE_IDS -> MESSAGE_IDS.contains(field);
            case DATE -> DATES.contains(field);
            case URLS -> URLS.contains(field);
        };
    }
}
