package sigillo.pgpmime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.random.RandomGenerator;

/** Writes a message of RFC 3156 section 4, as Thunderbird, Apple's plug-ins and mutt write it. Streams. */
public final class EncryptedMessage {
    /** Who encrypts: all of {@code plain}, as one armoured OpenPGP message with its line ends. */
    public interface Encrypting {
        void encrypt(InputStream plain, OutputStream armoured) throws IOException;
    }

    private EncryptedMessage() {}

    /**
     * {@code random}: for the boundary. What {@code encrypting} throws comes out, and what was written by then is no
     * message.
     */
    public static void write(ProtectedMessage message, Encrypting encrypting, RandomGenerator random, OutputStream out)
            throws IOException {
        var boundary = ProtectedMessage.boundary(random);
        out.write(message.outside());
        out.write(ProtectedMessage.ascii("MIME-Version: 1.0\r\nContent-Type: multipart/encrypted;\r\n"
            + " protocol=\"application/pgp-encrypted\";\r\n boundary=\"" + boundary + "\"\r\n\r\n"
            + "--" + boundary + "\r\nContent-Type: application/pgp-encrypted\r\n"
            + "Content-Description: PGP/MIME version identification\r\n\r\nVersion: 1\r\n\r\n"
            + "--" + boundary + "\r\nContent-Type: application/octet-stream; name=\"encrypted.asc\"\r\n"
            + "Content-Description: OpenPGP encrypted message\r\n"
            + "Content-Disposition: inline; filename=\"encrypted.asc\"\r\n\r\n"));
        try (var plain = message.payload().stream()) {
            encrypting.encrypt(plain, out);
        }
        out.write(ProtectedMessage.ascii("\r\n--" + boundary + "--\r\n"));
    }
}
