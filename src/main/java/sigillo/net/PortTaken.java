package sigillo.net;

import java.io.IOException;

/** A port cannot be had: another program has it, or this one may not. Its message says which listener wanted it. */
public final class PortTaken extends IOException {
    private static final long serialVersionUID = 1;

    private final int port;

    PortTaken(int port, String message, IOException why) {
        super(message, why);
        this.port = port;
    }

    public int port() { return port; }
}
