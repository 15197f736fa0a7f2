package sigillo.jmapd;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Octets;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.message.Header;
import sigillo.message.Message;
import sigillo.message.MessageLimits;
import sigillo.message.MessageMeta;
import sigillo.message.Span;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Email/parse: RFC 8621 section 4.9. Any thread. */
final class EmailParse {
    private final ReadingRoom room;

    private final SmimeProperties smime;
    private final InstantSource clock;

    EmailParse(ReadingRoom room, SmimeProperties smime, InstantSource clock) {
        this.room = room;
        this.smime = smime;
        this.clock = clock;
    }

    ObjectNode answer(Call call) throws MethodError, IOException {
        call.account();
        var ids = call.arguments().ids("blobIds", JmapLimits.OBJECTS_IN_GET_MAX)
            .orElseThrow(() -> call.arguments().wrong("blobIds", "is missing"));
        var wanted = EmailProperties.ofParsed(call.arguments());
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
            var name = BlobName.parse(id).orElseThrow();
            var made = room.read(() -> make(call, name, found.get(), wanted));
            if (made.isEmpty()) notParsable.add(id);
            else parsed.set(id, made.get());
        }
        var answer = call.answer();
        answer.set("parsed", parsed.isEmpty() ? JsonText.nothing() : parsed);
        answer.set("notParsable", list(notParsable));
        answer.set("notFound", list(notFound));
        return answer;
    }

    private static JsonNode list(List<String> ids) {
        if (ids.isEmpty()) return JsonText.nothing();
        var all = JsonText.array();
        ids.forEach(all::add);
        return all;
    }

    /** Empty for what has no field of a header: every octets have a parse, but that is no message. */
    private Optional<ObjectNode> make(Call call, BlobName name, Blobs.Found found, EmailProperties wanted)
            throws IOException, MethodError {
        var octets = Blobs.message(found, call.budget());
        if (octets.isEmpty()) return Optional.empty();
        call.budget().read(octets.get().length());
        var message = Message.parse(octets.get());
        if (!hasFields(message.header())) return Optional.empty();
        var meta = MessageMeta.of(message);
        var made = EmailObject.of(name, meta, octets.get(), wanted, call.budget());
        if (wanted.wantSmime()) smime.write(meta, octets.get(), clock.instant(), wanted.properties(), made);
        return Optional.of(made);
    }

    /** Of what may be long: only its beginning is read. */
    static boolean isMessage(Octets octets) throws IOException {
        return hasFields(Header.read(octets, new Span(0, octets.length()), MessageLimits.DEFAULT));
    }

    private static boolean hasFields(Header header) {
        return header.fields().stream().anyMatch(field -> !field.name().isEmpty());
    }
}
