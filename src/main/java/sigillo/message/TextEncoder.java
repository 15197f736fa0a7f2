package sigillo.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A text ready to be sent: its lines end with CRLF, none is too long, and no server on the way has a reason to change
 * it. RFC 2045 section 6.
 */
record TextEncoder(String charset, String encoding, String body) {
    /** RFC 2045 section 6.7 (5). */
    private static final int LINE_OCTETS = 76;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    static TextEncoder encode(String text) {
        var lines = TextEnd.lines(text);
        var crlf = lines.replace("\n", "\r\n");
        if (isSafe(lines)) return new TextEncoder("us-ascii", "7bit", crlf);
        var octets = crlf.getBytes(StandardCharsets.UTF_8);
        int special = 0;
        for (byte b : octets) if (b < 0) special++;
        boolean base64 = special > octets.length / 4;
        return base64 ? new TextEncoder("utf-8", "base64", Base64.getMimeEncoder().encodeToString(octets) + "\r\n")
            : new TextEncoder("utf-8", "quoted-printable", quoted(octets));
    }

    /** No "From " or lone dot begins a line, no space ends one, none is long. RFC 2049 section 3 lists the dangers. */
    private static boolean isSafe(String lines) {
        return lines.chars().allMatch(c -> c == '\n' || c == '\t' || c >= ' ' && c < 0x7F)
            && lines.lines().allMatch(TextEncoder::isSafeLine);
    }

    private static boolean isSafeLine(String line) {
        return line.length() <= LINE_OCTETS && !line.startsWith("From ") && !line.equals(".")
            && !line.endsWith(" ") && !line.endsWith("\t");
    }

    private static String quoted(byte[] octets) {
        var text = new StringBuilder(octets.length * 5 / 4);
        int column = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\r' && i + 1 < octets.length && octets[i + 1] == '\n') {
                text.append("\r\n");
                column = 0;
                i++;
                continue;
            }
            var one = isPlain(octets, i, column) ? String.valueOf((char) octets[i]) : "=" + HEX.toHexDigits(octets[i]);
            if (column + one.length() > LINE_OCTETS - 1) {
                text.append("=\r\n");
                column = 0;
            }
            text.append(one);
            column += one.length();
        }
        return text.toString();
    }

    private static boolean isPlain(byte[] octets, int i, int column) {
        byte b = octets[i];
        boolean atEnd = i + 1 == octets.length || octets[i + 1] == '\r';
        if (b == ' ' || b == '\t') return !atEnd;
        boolean risky = column == 0 && (b == 'F' || b == '.');
        return b > ' ' && b < 0x7F && b != '=' && !risky;
    }
}
