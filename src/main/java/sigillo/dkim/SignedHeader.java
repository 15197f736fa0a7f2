package sigillo.dkim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import sigillo.message.Header;
import sigillo.message.HeaderField;

/** The fields of a header as signatures name them: RFC 6376 section 5.4. Any thread. */
public final class SignedHeader {
    /** Of these a message has one at most: RFC 5322 section 3.6, RFC 2045 section 3. */
    private static final List<String> SINGLE = List.of("from", "sender", "reply-to", "to", "cc", "bcc", "date", "subject",
        "message-id", "in-reply-to", "references", "mime-version", "content-type", "content-transfer-encoding");

    private final Map<String, List<HeaderField>> byName = new HashMap<>();

    public SignedHeader(Header header) {
        for (var field : header.fields().reversed()) {
            var name = field.name().toLowerCase(Locale.ROOT);
            if (!name.isEmpty()) byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(field);
        }
    }

    /** How many fields have this name. */
    public int count(String name) { return byName.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).size(); }

    /**
     * A field that {@code names} cover, and of which there are more than they cover, though one is all that a message may
     * have: it was added to what was signed, and is what most programs show. RFC 6376 section 8.15.
     */
    public Optional<String> added(List<String> names) {
        return SINGLE.stream().filter(single -> {
            long covered = names.stream().filter(single::equalsIgnoreCase).count();
            return covered > 0 && count(single) > covered;
        }).findFirst();
    }

    /**
     * Gives {@code to} what a signature covers: the fields of {@code names}, of several with one name the lowest first
     * (RFC 6376 section 5.4.2), then the signature's own without its last CRLF (RFC 6376 section 3.7). A name to which
     * no field is left gives nothing, so that one which is added later breaks the signature.
     */
    public void feed(List<String> names, Canonicalization kind, byte[] ownField, Consumer<byte[]> to) {
        Map<String, Integer> used = new HashMap<>();
        for (var name : names) {
            var lower = name.toLowerCase(Locale.ROOT);
            var fields = byName.getOrDefault(lower, List.of());
            int next = used.merge(lower, 1, Integer::sum) - 1;
            if (next < fields.size()) to.accept(kind.field(fields.get(next).octets()));
        }
        var own = kind.field(ownField);
        int end = own.length;
        if (end > 0 && own[end - 1] == '\n') end--;
        if (end > 0 && own[end - 1] == '\r') end--;
        to.accept(Arrays.copyOf(own, end));
    }

    /** A signature field with an empty {@code b=}: RFC 6376 section 3.5. All else stays, spaces too. */
    public static byte[] withoutSignature(byte[] field) {
        int colon = indexOf(field, ':', 0, field.length);
        for (int at = colon + 1; at > 0 && at < field.length; ) {
            int end = indexOf(field, ';', at, field.length);
            if (end < 0) end = lineEnd(field);
            int equals = indexOf(field, '=', at, end);
            if (equals >= 0 && isSignature(field, at, equals)) {
                var without = Arrays.copyOf(field, field.length - (end - equals - 1));
                System.arraycopy(field, end, without, equals + 1, field.length - end);
                return without;
            }
            at = end + 1;
        }
        return field;
    }

    private static boolean isSignature(byte[] field, int from, int to) {
        return new String(field, from, to - from, StandardCharsets.ISO_8859_1).strip().equals("b");
    }

    /** Where the last line end begins; spaces before it are of the value. */
    private static int lineEnd(byte[] field) {
        int end = field.length;
        if (end > 0 && field[end - 1] == '\n') end--;
        if (end > 0 && field[end - 1] == '\r') end--;
        return end;
    }

    private static int indexOf(byte[] field, char c, int from, int to) {
        for (int i = from; i < to; i++) if (field[i] == c) return i;
        return -1;
    }
}
