package sigillo.openpgp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sigillo.base.Address;

/**
 * Who a certificate says its owner is; the certificate's own key has signed it, which proves nothing of the address.
 *
 * @param text as it is written; may have any characters, also such as a terminal obeys
 * @param address of the conventional form, {@code Name <local@domain>} or the address alone: RFC 9580 section 5.11
 */
public record UserId(String text, Optional<Address> address) {

    static UserId of(byte[] octets) {
        var text = new String(octets, StandardCharsets.UTF_8);
        return new UserId(text, isUtf8(octets) ? addressIn(text.strip()) : Optional.empty());
    }

    private static Optional<Address> addressIn(String text) {
        if (!text.endsWith(">")) return Address.parse(text);
        int open = text.lastIndexOf('<');
        return open < 0 ? Optional.empty() : Address.parse(text.substring(open + 1, text.length() - 1));
    }

    private static boolean isUtf8(byte[] octets) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }
}
