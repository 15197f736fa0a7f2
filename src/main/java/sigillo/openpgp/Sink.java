package sigillo.openpgp;

import java.io.IOException;

/**
 * Where the content of a message goes while it is not yet known whether it is what was sent. Nobody reads it before
 * {@link #release}; after {@link #discard} it is gone. One of the two is called, once, at the end. Content is written
 * in pieces, so that a message needs no more memory than a piece.
 */
public interface Sink {
    void write(byte[] from, int offset, int count) throws IOException;

    /** All of it is there and is whole; what its signatures are worth is in what is returned after this. */
    void release() throws IOException;

    /** It must not be seen, whatever was written. Does not throw. */
    void discard();
}
