package sigillo.wrapping;

import java.io.IOException;
import java.io.InputStream;
import sigillo.base.Octets;
import sigillo.message.Message;
import sigillo.message.TransferDecoder;
import sigillo.openpgp.Certificate;
import sigillo.openpgp.Encryption;
import sigillo.pgpmime.InlinePgp;
import sigillo.pgpmime.PgpStructure;

/**
 * Whether a message needs no second envelope: the whole of it is encrypted to its owner already. What only says so, has
 * anything beside what is encrypted, or is encrypted to others, is wrapped like all else.
 */
final class AlreadyEncrypted {
    private AlreadyEncrypted() {}

    static boolean isTo(Octets octets, Certificate owner) throws IOException {
        var message = Message.parse(octets);
        if (PgpStructure.of(message.root()) instanceof PgpStructure.Encrypted(var data)) {
            return isTo(TransferDecoder.open(octets, data), owner);
        }
        return InlinePgp.of(message) == InlinePgp.Kind.ENCRYPTED
            && isTo(TransferDecoder.open(octets, message.root()), owner);
    }

    private static boolean isTo(InputStream data, Certificate owner) throws IOException {
        try (data) {
            return Encryption.isFor(data, owner);
        }
    }
}
