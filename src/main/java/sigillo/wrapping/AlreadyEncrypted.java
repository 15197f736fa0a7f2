package sigillo.wrapping;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sigillo.base.Octets;
import sigillo.message.Message;
import sigillo.message.Part;
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

    /**
     * {@code former}: his as well, whose secret parts he has kept; looked for where it is encrypted to another than
     * {@code owner}.
     */
    static boolean isTo(Octets octets, Certificate owner, Supplier<List<Certificate>> former) throws IOException {
        var data = encrypted(Message.parse(octets));
        if (data.isEmpty()) return false;
        if (isTo(octets, data.get(), owner)) return true;
        for (var one : former.get()) if (isTo(octets, data.get(), one)) return true;
        return false;
    }

    private static Optional<Part> encrypted(Message message) throws IOException {
        if (PgpStructure.of(message.root()) instanceof PgpStructure.Encrypted(var data)) return Optional.of(data);
        return InlinePgp.of(message) == InlinePgp.Kind.ENCRYPTED ? Optional.of(message.root()) : Optional.empty();
    }

    private static boolean isTo(Octets octets, Part data, Certificate owner) throws IOException {
        try (var in = TransferDecoder.open(octets, data)) {
            return Encryption.isFor(in, owner);
        }
    }
}
