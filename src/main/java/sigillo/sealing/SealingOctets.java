package sigillo.sealing;

import java.io.IOException;
import sigillo.base.Octets;

/** A record that is sealed while it is read. Piece 0 is the header, then come the chunks. */
final class SealingOctets extends ChunkedOctets {
    private final RecordHeader header;
    private final byte[] hash;
    private final Secret key;
    private final Octets clear;

    SealingOctets(RecordHeader header, Secret key, Octets clear) {
        super(SealedRecord.sealedLength(clear.length()));
        this.header = header;
        this.hash = header.hash();
        this.key = key;
        this.clear = clear;
    }

    @Override long pieceAt(long position) {
        return position < RecordHeader.OCTETS ? 0
            : 1 + (position - RecordHeader.OCTETS) / (SealedRecord.CHUNK_OCTETS + Gcm.TAG_OCTETS);
    }

    @Override long startOf(long piece) { return piece == 0 ? 0 : SealedRecord.chunkStart(piece - 1); }

    @Override byte[] make(long piece) throws IOException {
        if (piece == 0) return header.encode();
        long chunk = piece - 1;
        var octets = new byte[SealedRecord.chunkLength(header.length(), chunk)];
        clear.readFully(chunk << SealedRecord.CHUNK_LOG, octets);
        return Gcm.seal(key, SealedRecord.nonce(header.length(), chunk), hash, octets, octets.length);
    }
}
