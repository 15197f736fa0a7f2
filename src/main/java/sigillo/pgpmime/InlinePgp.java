package sigillo.pgpmime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sigillo.base.Octets;
import sigillo.message.Message;
import sigillo.message.TransferDecoder;

/**
 * Armour within the text of a message, as programs wrote it before PGP/MIME. Only of a message that is one plain text:
 * armour in HTML, in a part among others or with a stranger's words around it speaks for nothing but itself.
 */
public final class InlinePgp {
    /** What the text is. */
    public enum Kind {
        /** One encrypted message and nothing else. */
        ENCRYPTED,
        /** One signed text and nothing else (RFC 9580's cleartext signature framework). */
        SIGNED,
        /** Armour with other text beside it, or more than one: each is shown apart. */
        MIXED,
        NONE
    }

    private static final String BEGIN = "-----BEGIN PGP ";
    private static final String END = "-----END PGP ";
    private static final String TAIL = "-----";
    /** No line of armour is longer; of longer ones the start tells that they are none. */
    private static final int LINE_OCTETS = 200;

    private Optional<String> open = Optional.empty();
    private int blocks;
    private boolean isTextBeside;
    private Optional<String> first = Optional.empty();

    private InlinePgp() {}

    /** Reads the text once, in fixed memory. Throws only when the message cannot be read. */
    public static Kind of(Message message) throws IOException {
        var root = message.root();
        if (!root.type().is("text", "plain") || root.isMultipart() || root.isOpaque()) return Kind.NONE;
        try (var text = TransferDecoder.open(message.octets(), root)) {
            return of(text);
        }
    }

    /** See {@link #of(Message)}. */
    static Kind of(java.io.InputStream text) throws IOException {
        var found = new InlinePgp();
        var line = new byte[LINE_OCTETS];
        var buffer = new byte[8 << 10];
        int length = 0;
        for (int n; (n = text.read(buffer)) > 0; ) {
            for (int i = 0; i < n; i++) {
                if (buffer[i] == '\n') {
                    found.line(line, length);
                    length = 0;
                } else if (length < line.length) {
                    line[length++] = buffer[i];
                }
            }
        }
        if (length > 0) found.line(line, length);
        return found.kind();
    }

    /** For what is in memory already. */
    static Kind of(Octets text) throws IOException { return of(text.stream()); }

    private void line(byte[] octets, int length) {
        var line = new String(octets, 0, length, StandardCharsets.ISO_8859_1).stripTrailing();
        if (open.isPresent()) {
            if (line.equals(END + closing(open.get()) + TAIL)) open = Optional.empty();
        } else if (line.startsWith(BEGIN) && line.endsWith(TAIL) && line.length() >= BEGIN.length() + TAIL.length()) {
            begin(line.substring(BEGIN.length(), line.length() - TAIL.length()));
        } else {
            isTextBeside |= !line.isBlank();
        }
    }

    private void begin(String label) {
        if (blocks++ == 0) first = Optional.of(label);
        open = Optional.of(label);
    }

    /** A signed text ends with its signature. */
    private static String closing(String label) { return label.equals("SIGNED MESSAGE") ? "SIGNATURE" : label; }

    private Kind kind() {
        if (first.isEmpty()) return Kind.NONE;
        boolean isOne = blocks == 1 && open.isEmpty() && !isTextBeside;
        return switch (first.get()) {
            case "MESSAGE" -> isOne ? Kind.ENCRYPTED : Kind.MIXED;
            case "SIGNED MESSAGE" -> isOne ? Kind.SIGNED : Kind.MIXED;
            default -> Kind.NONE; // a public key in a mail is an attachment of a kind
        };
    }
}
