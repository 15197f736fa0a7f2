package sigillo.imapd;

/** Sentences from elsewhere in a status response: printable ASCII, RFC 9051 section 9's text. */
final class Texts {
    private Texts() {}

    static String ascii(String text) {
        var ascii = new StringBuilder();
        text.codePoints().limit(200).forEach(c -> ascii.append(c >= ' ' && c < 0x7F ? (char) c : '?'));
        return ascii.isEmpty() ? "Refused" : ascii.toString();
    }
}
