package sigillo.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes parameters: tokens, quoted strings, or RFC 2231's form where neither can hold the value. */
final class ParameterEncoder {
    private static final int VALUE_OCTETS = 60;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private ParameterEncoder() {}

    /** Pieces for a {@link HeaderLine}, each with the semicolon in front taken care of by the caller. */
    static List<String> encode(String name, String value) {
        var safe = HeaderText.printable(value);
        boolean ascii = safe.chars().allMatch(c -> c >= ' ' && c < 0x7F);
        if (ascii && isToken(safe) && safe.length() <= VALUE_OCTETS) return List.of(name + "=" + safe);
        if (ascii && safe.length() <= VALUE_OCTETS) {
            return List.of(name + "=\"" + safe.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        }
        return extended(name, safe);
    }

    /** RFC 2045 section 5.1. */
    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7F && "()<>@,;:\\\"/[]?=".indexOf(c) < 0);
    }

    /** RFC 2231 section 4.1: pieces are numbered, the charset stands in the first. */
    private static List<String> extended(String name, String value) {
        var octets = ("utf-8''" + percent(value));
        if (octets.length() <= VALUE_OCTETS) return List.of(name + "*=" + octets);
        var pieces = new ArrayList<String>();
        for (int at = 0; at < octets.length(); ) {
            int end = Math.min(octets.length(), at + VALUE_OCTETS);
            int sign = octets.lastIndexOf('%', end - 1);
            if (end < octets.length() && sign > end - 3) end = sign; // no percent sign without its digits
            pieces.add(name + "*" + pieces.size() + "*=" + octets.substring(at, end));
            at = end;
        }
        return pieces;
    }

    private static String percent(String value) {
        var text = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = Ascii.isLetter(b) || Ascii.isDigit(b) || "-._~".indexOf(b) >= 0;
            text.append(plain ? String.valueOf((char) b) : "%" + HEX.toHexDigits(b));
        }
        return text.toString();
    }
}
