package sigillo.dsn;

import java.io.IOException;
import sigillo.base.Octets;

/** Finds where a message's header section ends, reading no more than it must. */
final class HeaderSection {
    private static final int FIRST_LOOK_OCTETS = 16 * 1024;

    private HeaderSection() {}

    /**
     * The offset behind the last header field, its line end included; the empty line is not. A section longer than
     * {@code octetsMax} is cut where a field begins, so that never half a field is left.
     */
    static long end(Octets message, int octetsMax) throws IOException {
        for (int look = FIRST_LOOK_OCTETS; look < octetsMax && look < message.length(); look *= 8) {
            int end = emptyLine(message.bytes(0, look, look));
            if (end >= 0) return end;
        }
        var head = message.bytes(0, octetsMax, octetsMax);
        int end = emptyLine(head);
        if (end >= 0) return end;
        return head.length == message.length() ? head.length : lastFieldStart(head);
    }

    /** The offset of the first empty line, or -1. */
    private static int emptyLine(byte[] head) {
        for (int at = 0; at >= 0 && at < head.length; at = nextLine(head, at)) {
            if (head[at] == '\n' || head[at] == '\r' && at + 1 < head.length && head[at + 1] == '\n') return at;
        }
        return -1;
    }

    private static int lastFieldStart(byte[] head) {
        int fieldStart = 0;
        for (int at = 0; at >= 0 && at < head.length; at = nextLine(head, at)) {
            if (head[at] != ' ' && head[at] != '\t') fieldStart = at;
        }
        return fieldStart;
    }

    private static int nextLine(byte[] head, int from) {
        for (int i = from; i < head.length; i++) {
            if (head[i] == '\n') return i + 1;
        }
        return -1;
    }
}
