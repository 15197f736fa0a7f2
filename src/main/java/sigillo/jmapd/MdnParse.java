package sigillo.jmapd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import sigillo.account.EmailId;
import sigillo.base.Octets;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.message.Header;
import sigillo.message.Message;
import sigillo.message.MessageIds;
import sigillo.message.MessageLimits;
import sigillo.message.Part;
import sigillo.message.TransferDecoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** MDN/parse: RFC 9007 section 2.2; what a notification of RFC 8098 says. Any thread. */
final class MdnParse {
    /** RFC 8098 section 3.2.6. */
    private static final Pattern DISPOSITION = Pattern.compile(
        "\\s*(manual-action|automatic-action)\\s*/\\s*(MDN-sent-manually|MDN-sent-automatically)\\s*;\\s*(deleted|dispatched|displayed|processed)\\b.*",
        Pattern.CASE_INSENSITIVE);
    /** RFC 8098 section 3.1; those that are properties of their own. */
    private static final Set<String> KNOWN = Set.of("reporting-ua", "mdn-gateway", "original-recipient",
        "final-recipient", "original-message-id",
        "disposition", "error", "failure", "warning");
    /** Of the text for people, in octets; of all fields beside, in number. */
    private static final int TEXT_OCTETS_MAX = 16 << 10;
    private static final int EXTENSIONS_MAX = 50;

    private final ReadingRoom room;

    MdnParse(ReadingRoom room) { this.room = room; }

    ObjectNode answer(Call call) throws MethodError, IOException {
        call.account();
        var ids = call.resolvedIds("blobIds", JmapLimits.OBJECTS_IN_GET_MAX);
        call.arguments().end();
        var parsed = JsonText.object();
        var notParsable = new ArrayList<String>();
        var notFound = new ArrayList<String>();
        for (var id : ids) {
            var found = call.blob(id);
            if (found.isEmpty()) {
                notFound.add(id);
                continue;
            }
            var octets = Blobs.octets(found.get(), call.budget());
            if (octets.isPresent()) call.budget().read(octets.get().length());
            var made = octets.isPresent() ? room.read(() -> json(octets.get())) : Optional.<ObjectNode>empty();
            if (made.isEmpty()) notParsable.add(id);
            else {
                made.get().put("forEmailId", about(call, made.get()));
                call.budget().take(made.get());
                parsed.set(id, made.get());
            }
        }
        var answer = call.answer();
        answer.set("parsed", parsed.isEmpty() ? JsonText.nothing() : parsed);
        answer.set("notParsable", list(notParsable));
        answer.set("notFound", list(notFound));
        return answer;
    }

    /** RFC 9007 section 2: the Email that it is about, where that is here and there is one alone; else null. */
    private static String about(Call call, ObjectNode mdn) throws MethodError {
        call.budget().read(Budget.LOOK_OCTETS);
        var ids = MessageIds.parse(mdn.path("originalMessageId").asString(""));
        var account = call.caller().account();
        var named = ids.size() == 1 ? account.named(ids.getFirst()) : List.<EmailId>of();
        var there = named.stream().filter(id -> account.email(id).filter(one -> !one.memberships().isEmpty()).isPresent())
            .toList();
        return there.size() == 1 ? there.getFirst().toString() : null;
    }

    private static JsonNode list(List<String> ids) {
        if (ids.isEmpty()) return JsonText.nothing();
        var all = JsonText.array();
        ids.forEach(all::add);
        return all;
    }

    /** Empty for what is no notification. */
    private static Optional<ObjectNode> json(Octets octets) throws IOException {
        var message = Message.parse(octets);
        var root = message.root();
        boolean isReport = root.type().is("multipart", "report")
            && root.type().parameter("report-type").orElse("").equalsIgnoreCase("disposition-notification");
        var fields = root.children().stream().filter(one -> one.type().is("message", "disposition-notification"))
            .findFirst();
        if (!isReport || fields.isEmpty()) return Optional.empty();
        var header = fields(octets, fields.get());
        var disposition = header.first("Disposition").map(field -> DISPOSITION.matcher(field.raw()))
            .filter(java.util.regex.Matcher::matches);
        if (disposition.isEmpty() || !header.has("Final-Recipient")) return Optional.empty();
        var all = JsonText.object().putNull("forEmailId")
            .put("subject", message.header().first("Subject").map(one -> one.text().strip()).orElse(null))
            .put("textBody", text(octets, root)).put("includeOriginalMessage", root.children().size() > 2)
            .put("reportingUA", field(header, "Reporting-UA"));
        all.putObject("disposition").put("actionMode", disposition.get().group(1).toLowerCase(Locale.ROOT))
            .put("sendingMode", disposition.get().group(2).toLowerCase(Locale.ROOT))
                .put("type", disposition.get().group(3).toLowerCase(Locale.ROOT));
        all.put("mdnGateway", field(header, "MDN-Gateway"))
            .put("originalRecipient", field(header, "Original-Recipient"))
            .put("finalRecipient", field(header, "Final-Recipient"))
                .put("originalMessageId", field(header, "Original-Message-ID"));
        var errors = header.all("Error");
        if (errors.isEmpty()) all.putNull("error");
        else errors.stream().limit(EXTENSIONS_MAX).map(one -> one.text().strip()).forEach(all.putArray("error")::add);
        extensions(all, header);
        return Optional.of(all);
    }

    private static Header fields(Octets octets, Part part) throws IOException {
        try (var in = TransferDecoder.open(octets, part)) {
            var block = in.readNBytes(MessageLimits.DEFAULT.headerOctetsMax());
            return Header.parse(block, 0, block.length == MessageLimits.DEFAULT.headerOctetsMax(),
                MessageLimits.DEFAULT);
        }
    }

    private static String field(Header header, String name) {
        return header.first(name).map(one -> one.text().strip()).orElse(null);
    }

    private static void extensions(ObjectNode all, Header header) {
        var others = header.fields().stream()
            .filter(one -> !one.name().isEmpty() && !KNOWN.contains(one.name().toLowerCase(Locale.ROOT)))
            .limit(EXTENSIONS_MAX).toList();
        if (others.isEmpty()) all.putNull("extensionFields");
        else {
            var object = all.putObject("extensionFields");
            others.forEach(one -> object.put(one.name(), one.text().strip()));
        }
    }

    /** The first part, for people: RFC 8098 section 3. */
    private static String text(Octets octets, Part root) throws IOException {
        var first = root.children().getFirst();
        return first.type().is("text", "plain") ? BodyValue.of(octets, first, TEXT_OCTETS_MAX).get("value")
            .stringValue() : null;
    }
}
