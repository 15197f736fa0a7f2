package sigillo.imapd;

import java.io.IOException;

/** More messages than can be arranged at once. */
final class TooMany extends IOException {
    private static final long serialVersionUID = 1L;

    TooMany(int count) { super(count + " messages are too many"); }
}
