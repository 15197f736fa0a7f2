package sigillo.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Builds one header field. Its pieces are joined with a space, or with a line end and a space where the line would grow
 * too long (RFC 5322 section 2.1.1). Whatever is put in, the field is one field: control characters become spaces.
 */
final class HeaderLine {
    static final int LINE_OCTETS = 78;
    /** RFC 5322 section 2.1.1: at most 998; a piece that is longer alone is cut. */
    static final int PIECE_OCTETS_MAX = 900;
    /** RFC 2047 section 2: 75, less the marks {@code =?utf-8?b?} and {@code ?=}. */
    private static final int WORD_OCTETS = 75 - 12;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final StringBuilder line;
    private int column;
    private boolean fresh = true;

    /** Throws {@link IllegalArgumentException} for what cannot be a name. */
    HeaderLine(String name) {
        if (!isName(name)) throw new IllegalArgumentException("not the name of a field: " + HeaderText.printable(name));
        line = new StringBuilder(name).append(':');
        column = line.length();
    }

    /** RFC 5322 section 3.6.8; RFC 5322 section 2.1.1 bounds it. */
    static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= LINE_OCTETS - 2
            && name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ':');
    }

    /** One piece, which is not folded inside, unless no line could hold it. */
    HeaderLine piece(String text) {
        var rest = HeaderText.printable(text);
        while (!rest.isEmpty()) {
            var piece = Utf8Text.cut(rest, PIECE_OCTETS_MAX);
            add(piece, Utf8Text.octets(piece));
            rest = rest.substring(piece.length()).strip();
        }
        return this;
    }

    private void add(String piece, int octets) {
        if (column + 1 + octets > LINE_OCTETS && !fresh) {
            line.append("\r\n");
            column = 0;
        }
        line.append(' ').append(piece);
        column += 1 + octets;
        fresh = false;
    }

    /** Text for people: as it is when it is plain ASCII, else as encoded words. RFC 2047 section 5 (1). */
    HeaderLine text(String text) {
        var safe = HeaderText.printable(text).strip();
        if (isPlain(safe)) words(safe);
        else encodedWords(safe).forEach(this::piece);
        return this;
    }

    /** A name before an address, RFC 5322 section 3.2.5: atoms, a quoted string or encoded words. */
    HeaderLine phrase(String text) {
        var safe = HeaderText.printable(text).strip();
        if (!isPlain(safe)) encodedWords(safe).forEach(this::piece);
        else if (isAtoms(safe)) words(safe);
        else words("\"" + safe.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        return this;
    }

    /** Tokens that are ASCII already, with spaces where they may be folded; several spaces become one. */
    HeaderLine words(String text) {
        for (var word : text.split(" ")) piece(word);
        return this;
    }

    String finish() { return line + "\r\n"; }

    /** Plain ASCII that nobody could take for an encoded word, and that folding does not change. */
    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7F) && !text.contains("=?") && !text.contains("  ")
            && Arrays.stream(text.split(" ")).allMatch(word -> word.length() <= PIECE_OCTETS_MAX);
    }

    private static boolean isAtoms(String text) {
        return text.chars()
            .allMatch(c -> Ascii.isLetter(c) || Ascii.isDigit(c) || " !#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0);
    }

    /** RFC 2047 section 5: no character is cut in two. The shorter of both encodings. */
    static List<String> encodedWords(String text) {
        long special = text.chars().filter(c -> !isQuotedPlain(c)).count();
        boolean base64 = special * 3 > text.length();
        var words = new ArrayList<String>();
        for (int at = 0; at < text.length(); ) {
            int end = wordEnd(text, at, base64);
            var octets = text.substring(at, end).getBytes(StandardCharsets.UTF_8);
            words.add(base64 ? "=?utf-8?b?" + Base64.getEncoder().encodeToString(octets) + "?="
                : "=?utf-8?q?" + quoted(octets) + "?=");
            at = end;
        }
        return words;
    }

    private static int wordEnd(String text, int from, boolean base64) {
        int octets = 0;
        int at = from;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            int n = Utf8Text.octets(Character.toString(c));
            octets += base64 ? n : n == 1 && (isQuotedPlain(c) || c == ' ') ? 1 : 3 * n;
            if ((base64 ? (octets + 2) / 3 * 4 : octets) > WORD_OCTETS) break;
            at += Character.charCount(c);
        }
        return at;
    }

    private static String quoted(byte[] octets) {
        var text = new StringBuilder();
        for (byte b : octets) {
            if (b == ' ') text.append('_');
            else if (isQuotedPlain(b & 0xFF)) text.append((char) b);
            else text.append("=" + HEX.toHexDigits(b));
        }
        return text.toString();
    }

    /** RFC 2047 section 5 (3): what is safe in a phrase is safe everywhere. */
    private static boolean isQuotedPlain(int c) {
        return Ascii.isLetter(c) || Ascii.isDigit(c) || c == '!' || c == '*' || c == '+' || c == '-' || c == '/';
    }
}
