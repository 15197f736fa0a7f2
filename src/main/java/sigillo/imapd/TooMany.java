package sigillo.imapd;

import java.io.IOException;

/** More than can be arranged, or told, at once. */
final class TooMany extends IOException {
    private static final long serialVersionUID = 1L;

    TooMany(int count) { super(count + " messages are too many"); }

    TooMany() { super("too much is being told"); }
}
