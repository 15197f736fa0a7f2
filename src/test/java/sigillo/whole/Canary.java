package sigillo.whole;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * A word that occurs nowhere else, in all forms in which mail and programs write words: as it is in each charset, in
 * base64 at each of three offsets, in quoted-printable and percent-encoded with all octets written out or only those
 * that have to be, as RFC 2047 and modified UTF-7 (RFC 3501 section 5.1.3) write it.
 */
final class Canary {
    /** Fewer are found in noise too, and their base64 has too little that is the same wherever it stands. */
    static final int LETTERS_MIN = 12;
    private static final List<Charset> CHARSETS = List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE,
        StandardCharsets.UTF_16BE, Charset.forName("KOI8-R"), Charset.forName("windows-1251"));

    /** {@code octets} are what stands there, small letters where {@code anyCase}. */
    record Form(String name, byte[] octets, boolean anyCase) {}

    private final String word;
    private final Map<String, Form> forms = new LinkedHashMap<>();

    /** {@code word}: small letters of Latin or Russian, and digits; at least {@link #LETTERS_MIN}. */
    Canary(String word) {
        if (word.length() < LETTERS_MIN) throw new IllegalArgumentException(word + " is too short");
        this.word = word;
        for (var charset : CHARSETS) {
            if (charset.newEncoder().canEncode(word)) add(charset);
        }
        var escaped = word.chars().mapToObj(c -> c < 0x80 ? Character.toString(c) : "\\u%04x".formatted(c));
        addText("escaped for JSON", escaped.collect(Collectors.joining()));
    }

    private void add(Charset charset) {
        var octets = word.getBytes(charset);
        boolean isLatin = word.chars().allMatch(c -> c < 0x80);
        add(new Form(charset.name(), octets, isLatin));
        for (int at = 0; at < 3; at++) addBase64(charset.name() + " in base64 at " + at, base64(octets, at));
        addText(charset.name() + " in quoted-printable", written("=", octets, c -> c >= 0x80));
        addText(charset.name() + " in quoted-printable, each octet", written("=", octets, _ -> true));
        addText(charset.name() + " percent-encoded", written("%", octets, c -> c >= 0x80));
        addText(charset.name() + " percent-encoded, each octet", written("%", octets, _ -> true));
    }

    /** Also as RFC 4648 section 5 writes it, and as modified UTF-7 does. */
    private void addBase64(String name, String text) {
        add(new Form(name, ascii(text), false));
        add(new Form(name + " for addresses", ascii(text.replace('+', '-').replace('/', '_')), false));
        add(new Form(name + " for mailboxes", ascii(text.replace('/', ',')), false));
    }

    private void addText(String name, String text) {
        add(new Form(name, ascii(text.toLowerCase(Locale.ROOT)), true));
    }

    /** One character an octet: quoted-printable that leaves out what it may has octets of all kinds. */
    private static byte[] ascii(String text) { return text.getBytes(StandardCharsets.ISO_8859_1); }

    /** The same octets are one form, under the first name. */
    private void add(Form form) {
        forms.putIfAbsent(new String(form.octets, StandardCharsets.ISO_8859_1) + form.anyCase, form);
    }

    private static String written(String mark, byte[] octets, IntPredicate which) {
        var text = new StringBuilder();
        for (byte octet : octets) {
            int c = octet & 0xFF;
            boolean isWrittenOut = which.test(c) || c < 0x20;
            text.append(isWrittenOut ? mark + "%02x".formatted(c) : Character.toString(c));
        }
        return text.toString();
    }

    /** What does not depend on the octets before and after. */
    private static String base64(byte[] plain, int offset) {
        var padded = new byte[offset + plain.length];
        System.arraycopy(plain, 0, padded, offset, plain.length);
        var text = Base64.getEncoder().withoutPadding().encodeToString(padded);
        int from = offset == 0 ? 0 : offset + 1;
        int to = padded.length * 8 / 6;
        return text.substring(from, to);
    }

    List<Form> forms() { return new ArrayList<>(forms.values()); }

    @Override public String toString() { return word; }
}
