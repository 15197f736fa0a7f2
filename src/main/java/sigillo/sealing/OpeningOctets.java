package sigillo.sealing;

import java.io.IOException;
import sigillo.base.Octets;

/** What a record holds, opened while it is read. */
final class OpeningOctets extends ChunkedOctets {
    private final RecordHeader header;
    private final byte[] hash;
    private final Secret key;
    private final Octets sealed;

    OpeningOctets(RecordHeader header, Secret key, Octets sealed) throws IOException {
        super(header.length());
        this.header = header;
        this.hash = header.hash();
        this.key = key;
        this.sealed = sealed;
        // an empty record has a tag too, which no reader would ask for
        if (header.length() == 0) make(0);
    }

    @Override long pieceAt(long position) { return position >> SealedRecord.CHUNK_LOG; }

    @Override long startOf(long piece) { return piece << SealedRecord.CHUNK_LOG; }

    @Override byte[] make(long chunk) throws IOException {
        var octets = new byte[SealedRecord.chunkLength(header.length(), chunk) + Gcm.TAG_OCTETS];
        sealed.readFully(SealedRecord.chunkStart(chunk), octets);
        return Gcm.open(key, SealedRecord.nonce(header.length(), chunk), hash, octets, SealedRecord.chunkName(chunk));
    }
}
