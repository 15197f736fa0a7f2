package sigillo.signing;

import java.io.IOException;
import sigillo.base.Octets;

/** Signs what this server originates, after its last change. Any thread. */
@FunctionalInterface
public interface Signer {
    Signer NONE = message -> message;

    /**
     * The message with its signatures above, or as it is when its author's domain has no key that DNS shows. Throws
     * {@link IOException} only when the message cannot be read.
     */
    Octets signed(Octets message) throws IOException;
}
