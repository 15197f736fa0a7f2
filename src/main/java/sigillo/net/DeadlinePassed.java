package sigillo.net;

import java.net.SocketTimeoutException;

/** The peer did not send in time. The connection can still be written to, so that it may be told. */
public final class DeadlinePassed extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    DeadlinePassed() { super("the peer did not send in time"); }
}
