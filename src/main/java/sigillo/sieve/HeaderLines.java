package sigillo.sieve;

import sigillo.message.MessageWriter;

/** A header field, encoded and folded. */
final class HeaderLines {
    private HeaderLines() {}

    /** With its line end; {@code value} is text. */
    static byte[] line(String name, String value) { return new MessageWriter(() -> 0).text(name, value.strip())
        .header(); }
}
