package sigillo.scanners;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An answer of HTTP/1.1 to a POST: RFC 9112, as far as it came. */
public sealed interface HttpAnswer {
    Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: .*)?");

    /** More must come. */
    record More() implements HttpAnswer {}

    record Whole(int status, byte[] body) implements HttpAnswer {}

    record Broken(String why) implements HttpAnswer {}

    /** {@code isEnded}: nothing more comes. */
    static HttpAnswer of(byte[] octets, boolean isEnded) {
        var text = Words.latin(octets);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) return isEnded ? new Broken(octets.length == 0 ? "it ended without an answer" : "its answer breaks off") : new More();
        var head = text.substring(0, end).split("\r\n");
        var status = STATUS.matcher(head[0]);
        if (!status.matches()) return new Broken("it does not speak HTTP");
        int code = Integer.parseInt(status.group(1));
        int from = end + 4;
        if (field(head, "transfer-encoding").isPresent()) return chunks(code, octets, text, from, isEnded);
        var length = field(head, "content-length");
        if (length.isEmpty()) return isEnded ? new Whole(code, Arrays.copyOfRange(octets, from, octets.length)) : new More();
        if (!length.get().matches("\\d{1,9}")) return new Broken("its answer has no length");
        long to = from + Long.parseLong(length.get());
        if (to <= octets.length) return new Whole(code, Arrays.copyOfRange(octets, from, (int) to));
        return isEnded ? new Broken("its answer breaks off") : new More();
    }

    static Optional<String> field(String[] head, String name) {
        return Arrays.stream(head).skip(1).filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
            .map(line -> line.substring(name.length() + 1).strip()).findFirst();
    }

    /** RFC 9112 section 7.1. */
    private static HttpAnswer chunks(int status, byte[] octets, String text, int from, boolean isEnded) {
        var body = new ByteArrayOutputStream();
        HttpAnswer unfinished = isEnded ? new Broken("its answer breaks off") : new More();
        for (int at = from; ; ) {
            int lineEnd = text.indexOf("\r\n", at);
            if (lineEnd < 0) return unfinished;
            var size = text.substring(at, lineEnd).replaceFirst("[ \t]*(;.*)?$", "");
            if (!size.matches("[0-9A-Fa-f]{1,7}")) return new Broken("a chunk of its answer has no size");
            int count = Integer.parseInt(size, 16);
            if (count == 0) return new Whole(status, body.toByteArray());
            long next = lineEnd + 2L + count + 2;
            if (next > octets.length) return unfinished;
            body.write(octets, lineEnd + 2, count);
            at = (int) next;
        }
    }
}
