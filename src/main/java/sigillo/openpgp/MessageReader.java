package sigillo.openpgp;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/**
 * The grammar of messages (RFC 9580 section 10.3), and less than it: encrypted at most once, compressed at most once
 * inside of that, then one literal with its signatures, and nothing beside, before or after. Content goes to the sink
 * as it is read; who calls releases or discards it.
 */
final class MessageReader {
    private final List<SecretKeys> keys;
    private final ContentSignatures signatures;
    private final long octetsMax;
    private final Sink sink;
    private boolean isEncrypted;
    private boolean isCompressed;
    private long octets;

    MessageReader(List<SecretKeys> keys, SignatureCheck check, long octetsMax, Sink sink) {
        this.keys = keys;
        this.signatures = new ContentSignatures(check);
        this.octetsMax = octetsMax;
        this.sink = sink;
    }

    Opened read(InputStream in) throws IOException {
        message(in);
        return new Opened(isEncrypted, octets, signatures.finish());
    }

    private void message(InputStream in) throws IOException {
        var packets = new PacketReader(in, Limits.MESSAGE_PACKETS_MAX);
        int tag = next(packets);
        switch (tag) {
            case Packet.SESSION_KEY, Packet.PASSPHRASE_SESSION_KEY -> encrypted(tag, packets);
            case Packet.UNPROTECTED -> throw new OpenPgpBroken(Refusal.NO_INTEGRITY);
            case Packet.COMPRESSED -> compressed(packets);
            case Packet.ONE_PASS, Packet.SIGNATURE, Packet.LITERAL -> signed(tag, packets);
            case -1 -> throw new OpenPgpBroken(Refusal.NOT_OPENPGP);
            default -> throw new OpenPgpBroken(Refusal.MALFORMED);
        }
    }

    /** The next that means something: RFC 9580 sections 4.3, 5.8 and 5.14. */
    private static int next(PacketReader packets) throws IOException {
        int tag = packets.next();
        while (tag == Packet.MARKER || tag == Packet.PADDING || tag >= 40) tag = packets.next();
        return tag;
    }

    private static void requireEnd(PacketReader packets) throws IOException {
        int tag = next(packets);
        if (tag >= 0) throw new OpenPgpBroken(isPart(tag) ? Refusal.SEVERAL_PARTS : Refusal.TRAILING);
    }

    /** Whether another message, or what belongs into one, begins. */
    private static boolean isPart(int tag) {
        return tag == Packet.LITERAL || tag == Packet.COMPRESSED || tag == Packet.PROTECTED || tag == Packet.UNPROTECTED
            || tag == Packet.AEAD_LIBREPGP || tag == Packet.SESSION_KEY || tag == Packet.ONE_PASS;
    }

    private void encrypted(int first, PacketReader packets) throws IOException {
        if (isEncrypted) throw new OpenPgpBroken(Refusal.TOO_DEEP);
        if (keys.isEmpty()) throw new OpenPgpBroken(Refusal.ENCRYPTED);
        isEncrypted = true;
        var sessions = new SessionKeys(keys);
        int tag = first;
        for (; tag == Packet.SESSION_KEY || tag == Packet.PASSPHRASE_SESSION_KEY; tag = next(packets)) {
            if (tag == Packet.SESSION_KEY) sessions.add(packets.body(Limits.SMALL_PACKET_OCTETS_MAX));
            else sessions.addOther();
        }
        switch (tag) {
            case Packet.PROTECTED, Packet.AEAD_LIBREPGP -> protectedPart(tag, packets.body(), sessions);
            case Packet.UNPROTECTED -> throw new OpenPgpBroken(Refusal.NO_INTEGRITY);
            case -1 -> throw new OpenPgpBroken(Refusal.TRUNCATED);
            default -> throw new OpenPgpBroken(isPart(tag) ? Refusal.SEVERAL_PARTS : Refusal.MALFORMED);
        }
        requireEnd(packets);
    }

    /**
     * What was wrong inside is said only when nobody has changed it; else the answer is one and the same, and what was
     * encrypted is read to its end first.
     */
    private void protectedPart(int tag, InputStream body, SessionKeys sessions) throws IOException {
        try (var plain = decrypted(tag, body, sessions)) {
            OpenPgpBroken inside = null;
            try {
                message(plain);
            } catch (OpenPgpBroken e) {
                inside = e;
            }
            if (!plain.isIntact()) throw new OpenPgpBroken(Refusal.NOT_INTACT);
            if (inside != null) throw inside;
        }
    }

    private static ProtectedStream decrypted(int tag, InputStream body, SessionKeys sessions) throws IOException {
        int version = body.read();
        boolean isLibrePgp = tag == Packet.AEAD_LIBREPGP;
        if (version == 1 && !isLibrePgp) {
            var session = sessions.find(null);
            var stream = new MdcStream(body, session.octets());
            Arrays.fill(session.octets(), (byte) 0);
            return stream;
        }
        if (version != (isLibrePgp ? 1 : 2)) throw new OpenPgpBroken(Refusal.UNKNOWN_CIPHER);
        var header = AeadHeader.read(body, isLibrePgp);
        if (!SessionKeys.isAes(header.cipher())) throw new OpenPgpBroken(SessionKeys.cipherRefusal(header.cipher()));
        var session = sessions.find(header);
        var stream = new AeadStream(body, header, session.octets());
        Arrays.fill(session.octets(), (byte) 0);
        return stream;
    }

    private void compressed(PacketReader packets) throws IOException {
        if (isCompressed) throw new OpenPgpBroken(Refusal.TOO_DEEP);
        isCompressed = true;
        try (var inflated = InflatedStream.of(packets.body())) {
            message(inflated);
        }
        requireEnd(packets);
    }

    private void signed(int first, PacketReader packets) throws IOException {
        int tag = first;
        for (; tag == Packet.ONE_PASS || tag == Packet.SIGNATURE; tag = next(packets)) {
            var body = packets.body(Limits.SMALL_PACKET_OCTETS_MAX);
            if (tag == Packet.ONE_PASS) signatures.onePass(body);
            else signatures.prefixed(body);
        }
        if (tag != Packet.LITERAL) throw new OpenPgpBroken(tag < 0 ? Refusal.TRUNCATED : Refusal.MALFORMED);
        literal(packets.body());
        for (tag = next(packets); tag == Packet.SIGNATURE; tag = next(packets)) {
            signatures.signature(packets.body(Limits.SMALL_PACKET_OCTETS_MAX));
        }
        if (tag >= 0) throw new OpenPgpBroken(isPart(tag) ? Refusal.SEVERAL_PARTS : Refusal.TRAILING);
    }

    /** RFC 9580 section 5.9: format, name and date come first, are in no signature, and nobody is told of them. */
    private void literal(InputStream body) throws IOException {
        int format = body.read();
        int name = body.read();
        if (format < 0 || name < 0 || body.readNBytes(name + 4).length < name + 4) {
            throw new OpenPgpBroken(Refusal.TRUNCATED);
        }
        if ("btum1l".indexOf(format) < 0) throw new OpenPgpBroken(Refusal.MALFORMED);
        var buffer = new byte[16 * 1024];
        for (int n; (n = body.read(buffer, 0, buffer.length)) >= 0; ) {
            octets += n;
            if (octets > octetsMax) throw new OpenPgpBroken(Refusal.TOO_LARGE);
            signatures.update(buffer, 0, n);
            sink.write(buffer, 0, n);
        }
        Arrays.fill(buffer, (byte) 0);
    }
}
