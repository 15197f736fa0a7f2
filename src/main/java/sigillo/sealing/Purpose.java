package sigillo.sealing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a key is for and whose: bound into every seal, so that none can be put in the place of another. {@code account}
 * is the tag of an account, {@code number} an epoch, segment, slot, entry of the queue, backup or key of a file of
 * keys.
 */
public record Purpose(Use use, long account, int epoch, long number) {

    public enum Use {
        SEGMENT("segment"), ROOT("root"), SLOT("slot"), DELIVERY("delivery"), FILE("file"),
        AUTHENTICATOR("authenticator"), ENTRY("entry"), BACKUP("backup"), DEFERRED("deferred"),
        SIGNING("signing"), REWRAPPED("rewrapped"), SHRED("shred"), PROGRAM("program");

        private final String label;

        Use(String label) { this.label = label; }
    }

    byte[] octets() {
        var label = use.label.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(1 + label.length + 20).put((byte) label.length).put(label)
            .putLong(account).putInt(epoch).putLong(number).array();
    }

    @Override public String toString() { return "the key of " + use.label + " " + number + ", epoch " + epoch; }
}
