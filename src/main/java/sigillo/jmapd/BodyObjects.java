package sigillo.jmapd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import sigillo.base.Octets;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.message.BodyLists;
import sigillo.message.Header;
import sigillo.message.MessageLimits;
import sigillo.message.Part;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** EmailBodyParts and EmailBodyValues of one message: RFC 8621 section 4.1.4. */
final class BodyObjects {
    private final BlobName blob;
    private final Part root;
    private final Octets message;
    private final EmailProperties wanted;
    private final Weighing weighing;

    BodyObjects(BlobName blob, Part root, Octets message, EmailProperties wanted, Weighing weighing) {
        this.blob = blob;
        this.root = root;
        this.message = message;
        this.wanted = wanted;
        this.weighing = weighing;
    }

    void write(BodyLists lists, ObjectNode email) throws IOException, MethodError {
        if (wanted.wants("bodyStructure")) email.set("bodyStructure", part(root));
        if (wanted.wants("textBody")) email.set("textBody", list(lists.text()));
        if (wanted.wants("htmlBody")) email.set("htmlBody", list(lists.html()));
        if (wanted.wants("attachments")) email.set("attachments", list(lists.attachments()));
        if (!wanted.wants("bodyValues")) return;
        var values = email.putObject("bodyValues");
        long left = DoorLimits.BODY_VALUES_OCTETS_MAX;
        for (var part : valued(lists)) {
            var value = BodyValue.of(message, part, Math.min(left, wanted.bodyValueOctetsMax()));
            left = Math.max(0, left - value.get("value").stringValue().length());
            values.set(partId(part), weighing.piece(value));
        }
    }

    /** RFC 8621 section 4.2: text parts only. */
    private Set<Part> valued(BodyLists lists) {
        var parts = new LinkedHashSet<Part>();
        if (wanted.textValues()) parts.addAll(lists.text());
        if (wanted.htmlValues()) parts.addAll(lists.html());
        if (wanted.allValues()) leaves(root, parts);
        parts.removeIf(part -> !part.type().isText());
        return parts;
    }

    private static void leaves(Part part, Set<Part> into) {
        if (!part.isMultipart()) into.add(part);
        else part.children().forEach(child -> leaves(child, into));
    }

    private ArrayNode list(List<Part> parts) throws IOException, MethodError {
        var all = JsonText.array();
        for (var part : new ArrayList<>(parts)) all.add(part(part));
        return all;
    }

    /** The message in a message/rfc822 part is a blob of its own; it is not shown here. */
    private ObjectNode part(Part part) throws IOException, MethodError {
        var all = JsonText.object();
        boolean isLeaf = !part.isMultipart();
        if (wants("partId")) all.put("partId", isLeaf ? partId(part) : null);
        if (wants("blobId")) all.put("blobId", isLeaf ? blob.part(partId(part)).toString() : null);
        if (wants("size")) all.put("size", isLeaf ? BlobSize.of(message, part) : part.bodyOctets());
        if (wants("name")) all.put("name", part.fileName().orElse(null));
        if (wants("type")) all.put("type", part.type().mediaType());
        if (wants("charset")) all.put("charset", charset(part));
        if (wants("disposition")) all.put("disposition", part.disposition().map(one -> one.type()).orElse(null));
        if (wants("cid")) all.put("cid", part.fields().contentId().map(BodyObjects::withoutAngles).orElse(null));
        if (wants("language")) all.set("language", HeaderValues.texts(part.fields().language()));
        if (wants("location")) all.put("location", part.fields().location().orElse(null));
        weighing.piece(all);
        headers(part, all);
        if (isLeaf) return wants("subParts") ? all.putNull("subParts") : all;
        var below = all.putArray("subParts");
        for (var child : part.children()) below.add(part(child));
        return all;
    }

    private boolean wants(String property) { return wanted.wantsOfParts(property); }

    private void headers(Part part, ObjectNode all) throws IOException, MethodError {
        if (!wants("headers") && wanted.headersOfParts().isEmpty()) return;
        var header = Header.read(message, part.header(), MessageLimits.DEFAULT);
        if (wants("headers")) all.set("headers", HeaderValues.all(header, weighing));
        for (var one : wanted.headersOfParts()) all.set(one.text(), HeaderValues.of(header, one, weighing));
    }

    /** IMAP's number; 1 of a message that is one text. */
    private static String partId(Part part) {
        var number = part.number().toString();
        return number.isEmpty() ? "1" : number;
    }

    /** RFC 8621 section 4.1.4: us-ascii where a text does not say it. */
    private static String charset(Part part) {
        return part.type().isText() ? part.type().parameter("charset").orElse("us-ascii") : null;
    }

    private static String withoutAngles(String cid) {
        var bare = cid.strip();
        return bare.startsWith("<") && bare.endsWith(">") && bare.length() > 2 ? bare.substring(1, bare.length() - 1)
            : bare;
    }
}
