package sigillo.openpgp;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import sigillo.base.Octets;

/**
 * Messages are decrypted and verified. Content goes into a {@link Sink} from which nobody reads before all of the
 * message was seen: until then it might be of whoever changed it. In memory are some buffers, however large the message
 * is.
 *
 * <p>What is refused has a name, which is the same whatever went wrong with secrets, so that answers do not help to
 * decrypt. A signature that is not good does not keep content back: it is for the caller to show that it is not good,
 * and that of nobody.
 */
public final class PgpOpen {
    private PgpOpen() {}

    /**
     * Opens an encrypted message, binary or armoured.
     *
     * @param keys of the recipient; one of them must fit
     * @param senders who may have signed
     * @param octetsMax of the content
     * @throws OpenPgpBroken nothing was released
     * @throws IOException from the message or the sink; nothing was released
     */
    public static Opened decrypt(InputStream message, List<SecretKeys> keys, List<Certificate> senders, Instant now,
        long octetsMax, Sink sink) throws IOException {
        if (keys.isEmpty()) throw new IllegalArgumentException("no keys");
        var opened = read(message, keys, senders, now, octetsMax, sink, true);
        sink.release();
        return opened;
    }

    /** Verifies a message that is signed and not encrypted, with its content in it, binary or armoured. */
    public static Opened verify(InputStream message, List<Certificate> senders, Instant now, long octetsMax, Sink sink)
        throws IOException {
        var opened = read(message, List.of(), senders, now, octetsMax, sink, false);
        sink.release();
        return opened;
    }

    /**
     * Verifies text with a cleartext signature round it. What is released is what was signed: without escapes of dashes
     * and without white space at ends of lines, which end in CRLF.
     */
    public static Opened verifyCleartext(Octets message, List<Certificate> senders, Instant now, long octetsMax,
        Sink sink)
        throws IOException {
        var check = new SignatureCheck(senders, List.of(), now);
        var opened = kept(sink, () -> CleartextSigned.read(message, check, octetsMax, sink));
        sink.release();
        return opened;
    }

    private static Opened read(InputStream message, List<SecretKeys> keys, List<Certificate> senders, Instant now,
        long octetsMax, Sink sink, boolean wantsEncrypted) throws IOException {
        return kept(sink, () -> {
            var binary = Armour.binary(new BufferedInputStream(message));
            if (binary instanceof ArmourReader armour && armour.kind() != Armour.Kind.MESSAGE) {
                throw new OpenPgpBroken(Refusal.NOT_OPENPGP);
            }
            var check = new SignatureCheck(senders, keys, now);
            var opened = new MessageReader(keys, check, octetsMax, sink).read(binary);
            if (binary instanceof ArmourReader armour) armour.nothingOutside();
            if (wantsEncrypted && !opened.isEncrypted()) throw new OpenPgpBroken(Refusal.NOT_ENCRYPTED);
            if (!wantsEncrypted && opened.signatures().isEmpty()) throw new OpenPgpBroken(Refusal.NOT_SIGNED);
            return opened;
        });
    }

    private interface Reading { Opened run() throws IOException; }

    /** Unless it ends well, the sink is told to discard. */
    private static Opened kept(Sink sink, Reading reading) throws IOException {
        boolean isRead = false;
        try {
            var opened = reading.run();
            isRead = true;
            return opened;
        } catch (RuntimeException e) {
            throw new OpenPgpBroken(Refusal.MALFORMED, e);
        } finally {
            if (!isRead) sink.discard();
        }
    }

    /**
     * Verifies detached signatures over {@code content}, as it is.
     *
     * @param signatures binary or armoured, of at most 256 KiB; nothing but signatures
     * @throws OpenPgpBroken {@code signatures} are none
     */
    public static List<Signed> verifyDetached(InputStream content, byte[] signatures, List<Certificate> senders,
        Instant now)
        throws IOException {
        var all = new DetachedSignatures(signatures, new SignatureCheck(senders, List.of(), now));
        var buffer = new byte[16 * 1024];
        for (int n; (n = content.read(buffer, 0, buffer.length)) >= 0; ) all.update(buffer, 0, n);
        return all.finish();
    }
}
