package sigillo.spool;

import java.io.IOException;

/** No room for a message now: the disk is full, or the spool's own bound is reached. In SMTP 452 4.3.1. */
public final class SpoolFull extends IOException {
    private static final long serialVersionUID = 1L;

    SpoolFull(String message, Throwable cause) { super(message, cause); }
}
