package sigillo.jmapd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import sigillo.base.Octets;
import sigillo.jmap.Arguments;
import sigillo.jmap.Ids;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import sigillo.spool.Spool;
import sigillo.spool.SpoolFull;
import sigillo.spool.SpoolWriter;
import tools.jackson.databind.node.ObjectNode;

/**
 * Blob/upload: RFC 9404 section 4.1. Texts and octets of the request and pieces of blobs, one after the other, as one
 * upload among those of {@link Uploads}.
 */
final class BlobUpload {
    private static final int BUFFER_OCTETS = 16 << 10;

    private final Spool spool;

    BlobUpload(Spool spool) { this.spool = spool; }

    ObjectNode answer(Call call) throws MethodError, IOException {
        call.account();
        var create = call.arguments().objects("create");
        call.arguments().end();
        if (create.size() > JmapLimits.OBJECTS_IN_SET_MAX) throw MethodError.of("requestTooLarge", "Too many at once");
        for (var id : create.keySet()) if (!Ids.isId(id)) throw call.arguments().wrong("create", "has what is no Id");
        var created = JsonText.object();
        var notCreated = JsonText.object();
        for (var one : create.entrySet()) {
            try {
                var made = create(call, Arguments.of(one.getValue()));
                call.created().put(one.getKey(), made.get("id").stringValue());
                created.set(one.getKey(), made);
            } catch (SetError why) {
                notCreated.set(one.getKey(), why.json());
            } catch (MethodError why) {
                notCreated.set(one.getKey(), SetError.invalid(why).json());
            } catch (GivenUp over) {
                notCreated.set(one.getKey(), SetError.invalid(over.error()).json());
            } catch (SpoolFull full) {
                notCreated.set(one.getKey(), SetError.of("rateLimit", "There is no room now: try again later").json());
            }
        }
        var answer = call.answer();
        answer.set("created", created.isEmpty() ? JsonText.nothing() : created);
        answer.set("notCreated", notCreated.isEmpty() ? JsonText.nothing() : notCreated);
        call.budget().take(answer);
        return answer;
    }

    private ObjectNode create(Call call, Arguments properties) throws SetError, MethodError, IOException {
        var sources = sources(properties);
        var type = properties.text("type");
        properties.end();
        if (type.isPresent() && type.get().length() > JmapDoor.TYPE_CHARACTERS_MAX) throw SetError
            .invalid("type", "is too long");
        try (var writer = spool.fileWriter()) {
            for (var source : sources) write(call, source, writer);
            var spooled = writer.finish();
            long size = spooled.length();
            var id = call.caller().blobs().uploads().add(call.caller().account().id(), spooled);
            return JsonText.object().put("id", id).put("type", type.orElse(null)).put("size", size);
        }
    }

    private static List<Arguments> sources(Arguments properties) throws SetError {
        var data = properties.value("data").filter(one -> one.isArray() && !one.isEmpty())
            .orElseThrow(() -> SetError.invalid("data", "is no list of sources"));
        if (data.size() > DoorLimits.DATA_SOURCES_MAX) throw SetError.invalid("data", "has too many sources");
        var all = new ArrayList<Arguments>();
        for (var one : data) {
            if (!(one instanceof ObjectNode object)) throw SetError.invalid("data", "has what is no object");
            all.add(Arguments.of(object, "data"));
        }
        return all;
    }

    /** RFC 9404 section 4.1: one of three, and no other. */
    private static void write(Call call, Arguments source, SpoolWriter into) throws SetError, MethodError, IOException {
        var text = source.text("data:asText");
        var base64 = source.text("data:asBase64");
        var blob = source.text("blobId");
        long offset = blob.isPresent() ? source.unsigned("offset").orElse(0) : 0;
        var length = source.unsigned("length");
        source.end();
        boolean isOne = (text.isPresent() ? 1 : 0) + (base64.isPresent() ? 1 : 0) + (blob.isPresent() ? 1 : 0) == 1
            && (blob.isPresent() || length.isEmpty());
        if (!isOne) throw SetError.invalid("data", "has a source that is none, or more than one");
        if (text.isPresent()) append(call, Octets.of(text.get().getBytes(StandardCharsets.UTF_8)), into);
        if (base64.isPresent()) append(call, Octets.of(decoded(base64.get())), into);
        if (blob.isEmpty()) return;
        var octets = blob(call, call.resolved(blob.get()));
        long count = length.orElse(Math.max(0, octets.length() - offset));
        if (offset > octets.length() || count > octets.length() - offset) throw SetError
            .invalid("data", "asks for more of a blob than there is");
        append(call, octets.slice(offset, offset + count), into);
    }

    private static Octets blob(Call call, String id) throws SetError, MethodError, IOException {
        var found = call.blob(id).orElse(null);
        if (found == null) throw SetError.blobNotFound(id);
        call.budget().read(found.encodedLength());
        return Blobs.stream(found);
    }

    private static byte[] decoded(String base64) throws SetError {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw SetError.invalid("data", "is no base64");
        }
    }

    private static void append(Call call, Octets octets, SpoolWriter into) throws SetError, MethodError, IOException {
        if (into.length() + octets.length() > DoorLimits.UPLOAD_OCTETS_MAX) throw SetError
            .of("tooLarge", "It would have more than " + DoorLimits.UPLOAD_OCTETS_MAX + " octets");
        call.budget().read(octets.length());
        var buffer = new byte[BUFFER_OCTETS];
        for (long at = 0; at < octets.length(); ) {
            int n = octets.read(at, buffer, 0, buffer.length);
            if (n <= 0) throw new IOException("a blob ends at " + at);
            into.write(buffer, 0, n);
            at += n;
        }
    }
}
