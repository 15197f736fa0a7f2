package sigillo.scanners;

import java.nio.charset.StandardCharsets;

/** Words of others, as they may stand in a sentence of ours. */
final class Words {
    private Words() {}

    static String of(String text, int max) {
        var clean = text.replaceAll("[^ -~]", "?").strip();
        return clean.substring(0, Math.min(clean.length(), max));
    }

    static String name(String text) { return of(text, ScannerLimits.NAME_MAX); }

    static String latin(byte[] octets) { return new String(octets, StandardCharsets.ISO_8859_1); }

    /** What may stand in a line of a header: none of it begins another. */
    static String oneLine(String text) { return text.replaceAll("[\\x00-\\x1f\\x7f]", "?"); }
}
