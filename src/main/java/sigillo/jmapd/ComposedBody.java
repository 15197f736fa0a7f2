package sigillo.jmapd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sigillo.jmap.Arguments;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import sigillo.message.MessageBody;
import sigillo.message.Parameter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a message that a client describes, by bodyStructure or by textBody, htmlBody and attachments: RFC 8621
 * section 4.6.
 */
final class ComposedBody {
    private static final Set<String> OF_PARTS = Set
        .of("partId", "blobId", "size", "name", "type", "charset", "disposition", "cid", "subParts",
        "language", "location");
    private static final List<String> LISTS = List.of("textBody", "htmlBody", "attachments");
    private static final int DEPTH_MAX = 32;
    private static final int PARTS_MAX = 1_000;

    private final Arguments properties;
    private final Call call;
    private final ObjectNode values;
    private final Set<String> used = new HashSet<>();
    private int parts;

    ComposedBody(Arguments properties, Call call) throws MethodError {
        this.properties = properties;
        this.call = call;
        this.values = properties.object("bodyValues").orElseGet(JsonText::object);
    }

    MessageBody body() throws SetError, MethodError, IOException {
        var structure = properties.object("bodyStructure");
        var text = list("textBody", "plain");
        var html = list("htmlBody", "html");
        var attachments = parts("attachments");
        boolean isBoth = structure.isPresent() && (text.isPresent() || html.isPresent() || !attachments.isEmpty());
        // RFC 8621 section 4.6: where there is a bodyStructure, these must not be
        if (isBoth) throw SetError.invalid(LISTS.stream().filter(properties::has).toList(), "beside a bodyStructure");
        if (structure.isPresent()) return part(structure.get(), "bodyStructure", 1);
        return assembled(text, html, attachments);
    }

    private static MessageBody assembled(Optional<MessageBody> text, Optional<MessageBody> html,
        List<MessageBody> attachments) {
        var shown = attachments.stream().filter(one -> html.isPresent() && isShown(one)).toList();
        var page = shown.isEmpty() ? html : html.map(one -> related(one, shown));
        MessageBody body = text.isPresent() && page.isPresent()
            ? MessageBody.Multipart.alternative(text.get(), page.get())
            : text.or(() -> page).orElse(MessageBody.Text.plain(""));
        if (shown.size() == attachments.size()) return body;
        var all = new ArrayList<MessageBody>();
        if (text.isPresent() || html.isPresent()) all.add(body);
        attachments.stream().filter(one -> !shown.contains(one)).forEach(all::add);
        return new MessageBody.Multipart("mixed", List.of(), all);
    }

    /** What HTML refers to by its cid belongs to it: RFC 2387. */
    private static boolean isShown(MessageBody attachment) {
        return attachment instanceof MessageBody.File file && file.inline() && !file.contentId().isEmpty();
    }

    private static MessageBody related(MessageBody html, List<MessageBody> shown) {
        var all = new ArrayList<>(List.of(html));
        all.addAll(shown);
        return new MessageBody.Multipart("related", List.of(new Parameter("type", "text/html")), all);
    }

    /** RFC 8621 section 4.6: exactly one part, of that type. */
    private Optional<MessageBody> list(String name, String subtype) throws SetError, MethodError, IOException {
        var list = properties.value(name);
        if (list.isEmpty()) return Optional.empty();
        boolean isOne = list.get().isArray() && list.get().size() == 1 && list.get().get(0) instanceof ObjectNode;
        if (!isOne) throw SetError.invalid(name, "has not exactly one part");
        var part = (ObjectNode) list.get().get(0);
        if (!part.has("type")) part = part.deepCopy().put("type", "text/" + subtype);
        if (!type(part, name).equals("text/" + subtype)) throw SetError.invalid(name, "has a part of another type");
        return Optional.of(part(part, name, 1));
    }

    private List<MessageBody> parts(String name) throws SetError, MethodError, IOException {
        var list = properties.value(name);
        if (list.isEmpty()) return List.of();
        if (!list.get().isArray()) throw SetError.invalid(name, "is no list");
        var all = new ArrayList<MessageBody>();
        for (var one : list.get()) all.add(part(one, name, 1));
        return all;
    }

    private MessageBody part(JsonNode said, String at, int depth) throws SetError, MethodError, IOException {
        if (!(said instanceof ObjectNode part)) throw SetError.invalid(at, "has what is no object");
        if (++parts > PARTS_MAX || depth > DEPTH_MAX) throw SetError
            .invalid(at, "has too many parts, or too many in each other");
        for (var name : part.propertyNames()) if (!OF_PARTS.contains(name)) throw SetError
            .invalid(at + "/" + name, "cannot be set");
        for (var name : List.of("language", "location")) {
            if (part.hasNonNull(name)) throw SetError.invalid(at + "/" + name, "cannot be set");
        }
        var type = type(part, at);
        if (type.startsWith("multipart/")) return multipart(part, type.substring(10), at, depth);
        if (part.hasNonNull("subParts")) throw SetError.invalid(at + "/subParts", "is of a part that is no multipart");
        if (part.hasNonNull("partId")) return text(part, type, at);
        if (part.hasNonNull("blobId")) return file(part, type, at);
        throw SetError.invalid(at, "has a part with neither partId nor blobId");
    }

    private static String type(ObjectNode part, String at) throws SetError {
        var type = part.path("type").asString("text/plain").toLowerCase(Locale.ROOT);
        boolean isType = type.matches("[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}");
        if (!isType) throw SetError.invalid(at + "/type", "is no media type");
        return type;
    }

    private MessageBody multipart(ObjectNode part, String subtype, String at, int depth)
            throws SetError, MethodError, IOException {
        var below = part.path("subParts");
        if (!below.isArray() || below.isEmpty()) throw SetError.invalid(at + "/subParts", "is missing, or empty");
        if (part.hasNonNull("partId") || part.hasNonNull("blobId")) throw SetError
            .invalid(at, "is a multipart with content of its own");
        var all = new ArrayList<MessageBody>();
        for (var one : below) all.add(part(one, at + "/subParts", depth + 1));
        return new MessageBody.Multipart(subtype, List.of(), all);
    }

    private MessageBody text(ObjectNode part, String type, String at) throws SetError {
        if (part.hasNonNull("blobId")) throw SetError.invalid(at, "has partId and blobId");
        // RFC 8621 section 4.6: the server chooses it
        var chosen = Stream.of("charset", "size").filter(part::hasNonNull).map(name -> at + "/" + name).toList();
        if (!chosen.isEmpty()) throw SetError.invalid(chosen, "is the server's to choose");
        if (!type.startsWith("text/")) throw SetError.invalid(at + "/type", "of a value is no text");
        var id = part.get("partId").asString("");
        var value = values.get(id);
        boolean isValue = value instanceof ObjectNode && value.path("value").isString();
        if (!isValue || !used.add(id)) throw SetError
            .invalid("bodyValues", "has none of this partId, or it is used twice");
        var odd = Stream.of("isEncodingProblem", "isTruncated").filter(name -> value.path(name).asBoolean(false))
            .map(name -> "bodyValues/" + id + "/" + name).toList();
        if (!odd.isEmpty()) throw SetError.invalid(odd, "says that a text is not whole");
        return new MessageBody.Text(type.substring(5), value.get("value").stringValue());
    }

    private MessageBody file(ObjectNode part, String type, String at) throws SetError, MethodError, IOException {
        var id = part.get("blobId").asString("");
        var octets = Blobs.stream(call.blob(id).orElseThrow(() -> SetError.blobNotFound(id)));
        if (type.equals("message/rfc822")) return MessageBody.Whole.message(octets);
        boolean isInline = part.path("disposition").asString("attachment").equalsIgnoreCase("inline");
        return new MessageBody.File(part.path("name").asString(""), type, isInline, part.path("cid").asString(""),
            octets);
    }
}
