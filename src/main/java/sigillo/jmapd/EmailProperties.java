package sigillo.jmapd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import sigillo.jmap.Arguments;
import sigillo.jmap.HeaderProperty;
import sigillo.jmap.MethodError;

/** What of Emails is wanted: RFC 8621 section 4.2. {@code headers}: of the message, and of its parts. */
record EmailProperties(
        Set<String> properties, List<HeaderProperty> headers, Set<String> ofParts, List<HeaderProperty> headersOfParts,
        boolean textValues, boolean htmlValues, boolean allValues, long bodyValueOctetsMax) {

    private static final Set<String> BY_DEFAULT = orderedSet("id", "blobId", "threadId", "mailboxIds", "keywords",
        "size", "receivedAt",
        "messageId", "inReplyTo", "references", "sender", "from", "to", "cc", "bcc", "replyTo", "subject", "sentAt",
            "hasAttachment",
        "preview", "bodyValues", "textBody", "htmlBody", "attachments");
    private static final Set<String> OTHERS = others();
    private static final Set<String> OF_PARTS_BY_DEFAULT =
        orderedSet("partId", "blobId", "size", "name", "type", "charset", "disposition", "cid", "language", "location");
    private static final Set<String> OTHERS_OF_PARTS = Set.of("headers", "subParts");
    /** What of an Email is said by nothing that is kept beside the message. */
    private static final Set<String> BY_MESSAGE = Set.of("headers", "references");

    private static Set<String> orderedSet(String... all) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(all)));
    }

    private static Set<String> others() {
        var all = new LinkedHashSet<>(SmimeProperties.NAMES);
        all.addAll(List.of("headers", "bodyStructure", EmailGet.SNOOZED));
        return Collections.unmodifiableSet(all);
    }

    static EmailProperties of(Arguments arguments) throws MethodError {
        var headers = new ArrayList<HeaderProperty>();
        var properties = read(arguments, "properties", BY_DEFAULT, OTHERS, headers);
        var headersOfParts = new ArrayList<HeaderProperty>();
        var ofParts = read(arguments, "bodyProperties", OF_PARTS_BY_DEFAULT, OTHERS_OF_PARTS, headersOfParts);
        // RFC 8621 section 4.2: 0 is no limit, and here what the server gives at most
        long max = arguments.unsigned("maxBodyValueBytes").orElse(0);
        return new EmailProperties(properties, headers, ofParts, headersOfParts,
            arguments.flag("fetchTextBodyValues", false),
            arguments.flag("fetchHTMLBodyValues", false), arguments.flag("fetchAllBodyValues", false),
            max == 0 ? DoorLimits.BODY_VALUE_OCTETS_MAX : Math.min(max, DoorLimits.BODY_VALUE_OCTETS_MAX));
    }

    /** RFC 8621 section 4.9: what is nobody's Email has no id, and by default nothing of what only Emails have. */
    static EmailProperties ofParsed(Arguments arguments) throws MethodError {
        boolean isByDefault = arguments.value("properties").isEmpty();
        var wanted = of(arguments);
        if (!isByDefault) return wanted;
        var properties = new LinkedHashSet<>(wanted.properties);
        properties.removeAll(Set.of("id", "blobId", "threadId", "mailboxIds", "keywords", "size", "receivedAt"));
        return new EmailProperties(properties, wanted.headers, wanted.ofParts, wanted.headersOfParts,
            wanted.textValues, wanted.htmlValues,
            wanted.allValues, wanted.bodyValueOctetsMax);
    }

    private static Set<String> read(
            Arguments arguments, String name, Set<String> byDefault, Set<String> others,
                List<HeaderProperty> headers) throws MethodError {
        var said = arguments.texts(name);
        if (said.isEmpty()) return byDefault;
        var wanted = new LinkedHashSet<String>();
        var seen = new LinkedHashSet<String>();
        for (var text : said.get()) {
            if (!seen.add(text)) continue;
            var header = HeaderProperty.parse(text);
            boolean isKnown = header.isPresent() || byDefault.contains(text) || others.contains(text);
            if (!isKnown) throw arguments.wrong(name, "names no property: " + Arguments.shortened(text));
            if (header.isPresent()) headers.add(header.get());
            else wanted.add(text);
        }
        return wanted;
    }

    static boolean isKnown(String property) {
        return BY_DEFAULT.contains(property) || OTHERS.contains(property) || HeaderProperty.parse(property).isPresent();
    }

    boolean wants(String property) { return properties.contains(property); }

    boolean wantSmime() { return properties.stream().anyMatch(SmimeProperties.NAMES::contains); }

    boolean wantsOfParts(String property) { return ofParts.contains(property); }

    /** Whether the message's own header must be read. */
    boolean needHeader() { return !headers.isEmpty() || properties.stream().anyMatch(BY_MESSAGE::contains); }

    /** Whether what is kept beside the message does not do. */
    boolean readMessage() { return needHeader() || wantStructure(); }

    boolean wantStructure() {
        return wants("bodyStructure") || wants("textBody") || wants("htmlBody") || wants("attachments") || wantValues();
    }

    boolean wantValues() { return wants("bodyValues") && (textValues || htmlValues || allValues); }
}
