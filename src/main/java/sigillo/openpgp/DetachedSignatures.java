package sigillo.openpgp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/** Signatures that are apart from what they sign: RFC 9580 section 10.4. */
final class DetachedSignatures {
    private final ContentSignatures signatures;

    DetachedSignatures(byte[] binaryOrArmoured, SignatureCheck check) throws IOException {
        signatures = new ContentSignatures(check);
        if (binaryOrArmoured.length > Limits.MESSAGE_SIGNATURES_MAX * Limits.SMALL_PACKET_OCTETS_MAX) {
            throw new OpenPgpBroken(Refusal.TOO_LARGE);
        }
        var in = Armour.binary(new ByteArrayInputStream(binaryOrArmoured));
        if (in instanceof ArmourReader armour && armour.kind() != Armour.Kind.SIGNATURE) {
            throw new OpenPgpBroken(Refusal.NOT_SIGNED);
        }
        var packets = new PacketReader(in, 4 * Limits.MESSAGE_SIGNATURES_MAX);
        for (int tag; (tag = packets.next()) >= 0; ) {
            if (tag == Packet.SIGNATURE) signatures.prefixed(packets.body(Limits.SMALL_PACKET_OCTETS_MAX));
            else if (!isPassedOver(tag)) throw new OpenPgpBroken(Refusal.MALFORMED);
        }
        if (in instanceof ArmourReader armour) armour.nothingOutside();
        if (signatures.isEmpty()) throw new OpenPgpBroken(Refusal.NOT_SIGNED);
    }

    /** RFC 9580 sections 4.3, 5.8 and 5.14. */
    private static boolean isPassedOver(int tag) { return tag == Packet.MARKER || tag == Packet.PADDING || tag >= 40; }

    void update(byte[] from, int offset, int count) { signatures.update(from, offset, count); }

    List<Signed> finish() throws OpenPgpBroken { return signatures.finish(); }
}
