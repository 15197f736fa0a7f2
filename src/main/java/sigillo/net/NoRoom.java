package sigillo.net;

import java.io.IOException;

/**
 * All that connections of this kind may hold together is held by others; who comes again finds room. See {@link Room}.
 */
public final class NoRoom extends IOException {
    private static final long serialVersionUID = 1L;

    NoRoom() { super("connections hold all that they may"); }
}
