package sigillo.relay;

import java.io.IOException;

/** The message cannot be read from where we keep it: our fault, not the other server's. */
final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreadable(IOException cause) { super(cause.getMessage(), cause); }
}
