package sigillo.jmapd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sigillo.base.Octets;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import tools.jackson.databind.node.ObjectNode;

/** Blob/get: RFC 9404 section 4.2. What is asked for of a blob is read piece by piece but for what is answered. */
final class BlobGet {
    /** By their names in JMAP, as the JDK calls them. */
    private static final Map<String, String> DIGESTS = Map.of("sha", "SHA-1", "sha-256", "SHA-256");
    private static final String DIGEST = "digest:";
    private static final Set<String> PROPERTIES = Stream.concat(
        Stream.of("id", "data", "data:asText", "data:asBase64", "size"), DIGESTS.keySet().stream().map(DIGEST::concat))
        .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> BY_DEFAULT = Set.of("data", "size");
    private static final int BUFFER_OCTETS = 16 << 10;

    private final Call call;
    private final Set<String> wanted;
    private final long offset;
    private final OptionalLong length;

    private BlobGet(Call call, Set<String> wanted, long offset, OptionalLong length) {
        this.call = call;
        this.wanted = wanted;
        this.offset = offset;
        this.length = length;
    }

    static List<String> digests() { return List.copyOf(new TreeSet<>(DIGESTS.keySet())); }

    static ObjectNode answer(Call call) throws MethodError, IOException {
        call.account();
        var arguments = call.arguments();
        var ids = call.resolvedIds("ids", JmapLimits.OBJECTS_IN_GET_MAX);
        var wanted = arguments.properties("properties", PROPERTIES).orElse(BY_DEFAULT);
        var get = new BlobGet(call, wanted, arguments.unsigned("offset").orElse(0), arguments.unsigned("length"));
        arguments.end();
        var answer = call.answer();
        var list = answer.putArray("list");
        var notFound = new ArrayList<String>();
        for (var id : ids) {
            var found = call.blob(id);
            if (found.isEmpty()) notFound.add(id);
            else list.add(get.json(id, found.get()));
        }
        notFound.forEach(answer.putArray("notFound")::add);
        return answer;
    }

    private ObjectNode json(String id, Blobs.Found found) throws MethodError, IOException {
        var all = JsonText.object().put("id", id);
        call.budget().take(all);
        call.budget().read(found.encodedLength());
        long size = found.length();
        if (wanted.contains("size")) all.put("size", size);
        long from = Math.min(offset, size);
        long to = length.isPresent() && length.getAsLong() < size - from ? from + length.getAsLong() : size;
        // RFC 9404 section 4.2: there is less than was asked for
        if (offset > size || length.isPresent() && length.getAsLong() > size - from) all.put("isTruncated", true);
        data(all, found, from, to);
        for (var digest : DIGESTS.entrySet()) {
            if (!wanted.contains(DIGEST + digest.getKey())) continue;
            all.put(DIGEST + digest.getKey(), digest(digest.getValue(), found, from, to));
        }
        return all;
    }

    private void data(ObjectNode all, Blobs.Found found, long from, long to) throws MethodError, IOException {
        boolean asText = wanted.contains("data:asText");
        boolean asBase64 = wanted.contains("data:asBase64");
        boolean asEither = wanted.contains("data");
        if (!asText && !asBase64 && !asEither) return;
        if (to - from > DoorLimits.BLOB_DATA_OCTETS_MAX) throw MethodError.of("requestTooLarge",
            "At most " + DoorLimits.BLOB_DATA_OCTETS_MAX + " octets of a blob at once: use offset and length");
        call.budget().take((to - from) * DoorLimits.BLOB_DATA_WEIGHT);
        var octets = new byte[(int) (to - from)];
        Blobs.stream(found).readFully(from, octets);
        var text = asText || asEither ? text(octets) : Optional.<String>empty();
        if ((asText || asEither) && text.isEmpty()) all.put("isEncodingProblem", true);
        if (asText || asEither && text.isPresent()) all.put("data:asText", text.orElse(null));
        if (asBase64 || asEither && text.isEmpty()) {
            all.put("data:asBase64", Base64.getEncoder().encodeToString(octets));
        }
    }

    /** Empty for what is no UTF-8. */
    private static Optional<String> text(byte[] octets) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }

    /** RFC 9404 section 4.2: of the octets that are asked for, in base64. */
    private String digest(String algorithm, Blobs.Found found, long from, long to) throws MethodError, IOException {
        call.budget().read(to);
        Octets octets = Blobs.stream(found);
        var digest = begin(algorithm);
        var buffer = new byte[BUFFER_OCTETS];
        for (long at = from; at < to; ) {
            int n = octets.read(at, buffer, 0, (int) Math.min(buffer.length, to - at));
            if (n <= 0) throw new IOException("a blob ends at " + at);
            digest.update(buffer, 0, n);
            at += n;
        }
        return Base64.getEncoder().encodeToString(digest.digest());
    }

    private static MessageDigest begin(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each JDK has " + algorithm, impossible);
        }
    }
}
