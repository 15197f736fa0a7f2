package sigillo.jmapd;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import sigillo.jmap.HeaderProperty;
import sigillo.jmap.HeaderProperty.Form;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.message.AddressGroup;
import sigillo.message.AddressList;
import sigillo.message.Header;
import sigillo.message.HeaderField;
import sigillo.message.NamedAddress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Fields of headers in the forms of RFC 8621 section 4.1.2. */
final class HeaderValues {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern URL = Pattern.compile("<([^<>]*)>");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX");

    private HeaderValues() {}

    /** RFC 8621 section 4.1.3: the last of them, null without one; or all. */
    static JsonNode of(Header header, HeaderProperty wanted, Weighing weighing) throws MethodError {
        var fields = header.all(wanted.field());
        if (!wanted.all()) return fields.isEmpty() ? NODES.nullNode()
            : weighed(fields.getLast(), wanted.form(), weighing);
        var all = JsonText.array();
        for (var field : fields) all.add(weighed(field, wanted.form(), weighing));
        return all;
    }

    private static JsonNode weighed(HeaderField field, Form form, Weighing weighing) throws MethodError {
        weighing.field(field.span().length());
        return weighing.piece(value(field, form));
    }

    /** RFC 8621 section 4.1.3: headers. */
    static ArrayNode all(Header header, Weighing weighing) throws MethodError {
        var all = JsonText.array();
        for (int i = 0; i < header.size(); i++) {
            var field = header.field(i);
            if (field.name().isEmpty()) continue;
            all.add(weighing.piece(JsonText.object().put("name", field.name()).put("value", raw(field))));
        }
        return all;
    }

    private static JsonNode value(HeaderField field, Form form) {
        return switch (form) {
            case RAW -> NODES.stringNode(raw(field));
            case TEXT -> text(field.text());
            case ADDRESSES -> addresses(field.addresses());
            case GROUPED_ADDRESSES -> grouped(field.addresses());
            case MESSAGE_IDS -> texts(field.messageIds());
            case DATE -> field.date().map(HeaderValues::date).orElse(NODES.nullNode());
            case URLS -> texts(URL.matcher(field.raw()).results().map(url -> url.group(1).replaceAll("\\s", ""))
                .toList());
        };
    }

    /**
     * RFC 8621 section 4.1.2.1: as it stands there, without the last line end; what is no UTF-8 is replaced, NUL left
     * out.
     */
    private static String raw(HeaderField field) {
        var octets = field.octets();
        int from = 0;
        while (octets[from] != ':') from++;
        int to = octets.length;
        if (to > from + 1 && octets[to - 1] == '\n') to--;
        if (to > from + 1 && octets[to - 1] == '\r') to--;
        return new String(octets, from + 1, to - from - 1, StandardCharsets.UTF_8).replace("\0", "");
    }

    /** RFC 8621 section 4.1.2.2. */
    static JsonNode text(String text) {
        return NODES.stringNode(Normalizer.normalize(text, Normalizer.Form.NFC).strip());
    }

    /** RFC 8621 section 4.1.2.5: null when none can be read. */
    static JsonNode texts(List<String> texts) {
        if (texts.isEmpty()) return NODES.nullNode();
        var all = JsonText.array();
        texts.forEach(all::add);
        return all;
    }

    static JsonNode date(OffsetDateTime date) { return NODES.stringNode(DATE.format(date)); }

    /** RFC 8621 section 4.1.2.3. */
    static ArrayNode addresses(AddressList list) {
        var all = JsonText.array();
        list.flat().forEach(address -> add(all, address));
        return all;
    }

    /** RFC 8621 section 4.1.2.4: those of no group are in one without a name. */
    private static ArrayNode grouped(AddressList list) {
        var all = JsonText.array();
        ArrayNode alone = null;
        for (var entry : list.entries()) {
            switch (entry) {
                case NamedAddress address -> {
                    if (alone == null) alone = all.addObject().putNull("name").putArray("addresses");
                    add(alone, address);
                }
                case AddressGroup group -> {
                    alone = null;
                    var members = all.addObject().put("name", group.name()).putArray("addresses");
                    group.members().forEach(member -> add(members, member));
                }
            }
        }
        return all;
    }

    private static void add(ArrayNode to, NamedAddress address) {
        var name = address.name();
        to.addObject().put("name", name.isEmpty() ? null : name).put("email", address.addrSpec());
    }
}
