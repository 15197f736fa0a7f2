package sigillo.dsn;

import java.io.ByteArrayOutputStream;

/** RFC 2045 section 6.7, for text whose lines end in CRLF or LF. */
final class QuotedPrintable {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int LINE_CHARACTERS_MAX = 76;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int column;

    private QuotedPrintable() {}

    static byte[] encode(byte[] text) {
        var encoder = new QuotedPrintable();
        for (int i = 0; i < text.length; i++) {
            boolean atLineEnd = i + 1 == text.length || isLineEnd(text, i + 1);
            if (isLineEnd(text, i)) {
                if (text[i] == '\r') i++;
                encoder.newLine("\r\n");
            } else {
                encoder.octet(text[i], atLineEnd);
            }
        }
        return encoder.out.toByteArray();
    }

    private static boolean isLineEnd(byte[] text, int at) {
        return text[at] == '\n' || text[at] == '\r' && at + 1 < text.length && text[at + 1] == '\n';
    }

    private void octet(byte octet, boolean atLineEnd) {
        boolean blank = octet == ' ' || octet == '\t';
        boolean plain = octet > ' ' && octet < 0x7F && octet != '=' || blank && !atLineEnd;
        int width = plain ? 1 : 3;
        if (column + width >= LINE_CHARACTERS_MAX) newLine("=\r\n");
        column += width;
        if (plain) {
            out.write(octet);
        } else {
            out.write('=');
            out.write(HEX[octet >> 4 & 15]);
            out.write(HEX[octet & 15]);
        }
    }

    private void newLine(String end) {
        for (int i = 0; i < end.length(); i++) out.write(end.charAt(i));
        column = 0;
    }
}
