package sigillo.milter;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import sigillo.base.Bytes;

/** A packet: a letter, and the data that belongs to it. On the wire four octets come first that say how long both are. */
public record MilterFrame(char letter, Bytes data) {
    private static final int LENGTH_OCTETS = 4;

    static MilterFrame of(char letter) { return new MilterFrame(letter, Bytes.EMPTY); }

    /** Each text ends with a NUL; what would end it before is left out. */
    static MilterFrame of(char letter, String... texts) { return new MilterFrame(letter, Bytes.wrap(texts("", texts))); }

    /** UTF-8, since SMTPUTF8 brings it; behind {@code raw} octets of Latin-1. */
    static byte[] texts(String raw, String... texts) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(raw.getBytes(StandardCharsets.ISO_8859_1));
        for (var text : texts) {
            all.writeBytes(text.replace("\0", "").getBytes(StandardCharsets.UTF_8));
            all.write(0);
        }
        return all.toByteArray();
    }

    public byte[] encode() {
        return ByteBuffer.allocate(LENGTH_OCTETS + 1 + data.length()).putInt(1 + data.length()).put((byte) letter).put(data.unsafeArray()).array();
    }
}
