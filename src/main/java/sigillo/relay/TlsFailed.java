package sigillo.relay;

import java.io.IOException;

/** The handshake failed, or the first words after it: this connection is of no use, another one in clear may be. */
final class TlsFailed extends Exception {
    private static final long serialVersionUID = 1L;

    TlsFailed(IOException cause) { super(cause.getMessage(), cause); }
}
