package sigillo.faults;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** A message of the load: known by its Message-ID, and its text by a sum, since servers add to the header. */
record Mail(String id, byte[] octets, String sum) {
    static final Pattern ID = Pattern.compile("(?i)message-id:\\s*(<[^>]*>)");
    /** One in so many is of several chunks of a blob. */
    private static final int LARGE_ONE_IN = 25;

    static Mail of(String id, String from, String to, Random random) {
        int length = random.nextInt(LARGE_ONE_IN) == 0 ? 66_000 + random.nextInt(80_000) : random.nextInt(2_000);
        var text = new StringBuilder(length + 80).append(id).append("\r\n");
        var line = HexFormat.of().formatHex(octets(random, 35)) + "\r\n";
        while (text.length() < length) text.append(line);
        var header = "From: <" + from + ">\r\nTo: <" + to + ">\r\nSubject: " + id
            + "\r\nDate: Wed, 25 Nov 2026 10:00:00 +0000\r\nMessage-ID: " + id + "\r\n\r\n";
        return new Mail(id, (header + text).getBytes(StandardCharsets.US_ASCII),
            sum(text.toString().getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] octets(Random random, int count) {
        var octets = new byte[count];
        random.nextBytes(octets);
        return octets;
    }

    /** Of a text, without its header. */
    static String sum(byte[] text) {
        var sum = new CRC32C();
        sum.update(text);
        return text.length + "/" + Long.toHexString(sum.getValue());
    }

    /** Of a whole message. */
    static String sumOfText(byte[] message) {
        for (int i = 3; i < message.length; i++) {
            boolean isEmptyLine = message[i] == '\n' && message[i - 2] == '\n' && message[i - 1] == '\r';
            if (isEmptyLine) return sum(Arrays.copyOfRange(message, i + 1, message.length));
        }
        return sum(new byte[0]);
    }

    /** Of a whole message or a header; "none" when it has none. */
    static String id(byte[] message) {
        var id = ID.matcher(new String(message, 0, Math.min(message.length, 4_096), StandardCharsets.ISO_8859_1));
        return id.find() ? id.group(1) : "none";
    }
}
