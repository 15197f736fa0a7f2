package sigillo.sieve;

import java.io.IOException;
import java.util.List;
import sigillo.base.Octets;
import sigillo.message.Message;

/** The header of a message as a script has left it, with the empty line that ends it. RFC 5293. */
public final class EditedHeader {
    private final byte[] block;

    EditedHeader(byte[] block) { this.block = block; }

    /** The message with this header in the place of its own. */
    public Octets of(Message message) throws IOException {
        var body = message.octets().slice(message.root().bodyStart(), message.octets().length());
        return Octets.concat(List.of(Octets.of(block), body));
    }
}
