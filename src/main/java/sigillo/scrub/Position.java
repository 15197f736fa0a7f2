package sigillo.scrub;

import sigillo.base.Bytes;

/** How far a pass has come: all partitions by name, then all blobs by id. {@code key}: the next row or last blob. */
record Position(boolean isBlobs, String partition, Bytes key) {
    static final Position START = new Position(false, "", Bytes.EMPTY);

    static Position row(String partition, Bytes key) { return new Position(false, partition, key); }

    static Position blobsAfter(Bytes id) { return new Position(true, "", id); }
}
