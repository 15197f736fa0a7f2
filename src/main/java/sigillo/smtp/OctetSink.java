package sigillo.smtp;

import java.io.IOException;

/** Takes a message piece by piece. The array is valid only during the call. */
@FunctionalInterface
public interface OctetSink {
    void accept(byte[] from, int offset, int count) throws IOException;
}
