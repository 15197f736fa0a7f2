package sigillo.net;

import java.io.InterruptedIOException;

/** The listener stops while the connection waits for a command. The peer can still be written to, and told. */
public final class Stopping extends InterruptedIOException {
    private static final long serialVersionUID = 1L;

    public Stopping() { super("the server stops"); }
}
