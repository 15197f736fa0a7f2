package sigillo.correspondents;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The tree of hashes of Certificate Transparency (RFC 9162) over leaves that are only ever added to. Hashes of whole
 * subtrees are kept; all others are computed of them. Pure: where nodes lie is the caller's.
 */
final class MerkleTree {
    private static final byte LEAF = 0;
    private static final byte INNER = 1;

    private final Nodes nodes;
    private final long size;

    /** Hashes of subtrees of {@code 2^level} leaves, of which {@code index} are before it. */
    interface Nodes {
        byte[] at(int level, long index);
    }

    /** {@code size}: leaves; at least one for what is asked of it. */
    MerkleTree(Nodes nodes, long size) {
        this.nodes = nodes;
        this.size = size;
    }

    interface NodeSink {
        void put(int level, long index, byte[] hash);
    }

    /** Another leaf behind the last: all whole subtrees that end with it. */
    void append(byte[] leaf, NodeSink sink) {
        var hash = leafHash(leaf);
        long index = size;
        int level = 0;
        sink.put(level, index, hash);
        for (; (index & 1) == 1; index >>= 1) {
            hash = inner(nodes.at(level, index - 1), hash);
            sink.put(++level, index >> 1, hash);
        }
    }

    static byte[] leafHash(byte[] leaf) {
        var digest = sha256();
        digest.update(LEAF);
        return digest.digest(leaf);
    }

    static byte[] inner(byte[] left, byte[] right) {
        var digest = sha256();
        digest.update(INNER);
        digest.update(left);
        return digest.digest(right);
    }

    byte[] root() { return size == 0 ? sha256().digest() : hash(0, size); }

    /** Of the leaves from {@code start} to before {@code end}. */
    private byte[] hash(long start, long end) {
        long count = end - start;
        boolean isWhole = Long.bitCount(count) == 1 && start % count == 0;
        if (isWhole) {
            int level = Long.numberOfTrailingZeros(count);
            return nodes.at(level, start >> level);
        }
        long left = below(count);
        return inner(hash(start, start + left), hash(start + left, end));
    }

    /** The largest power of two that is smaller. */
    private static long below(long count) { return Long.highestOneBit(count - 1); }

    /** That a leaf is in it. */
    List<byte[]> inclusion(long index) {
        var path = new ArrayList<byte[]>();
        inclusion(index, 0, size, path);
        return path;
    }

    private void inclusion(long index, long start, long end, List<byte[]> path) {
        if (end - start == 1) return;
        long middle = start + below(end - start);
        if (index < middle) {
            inclusion(index, start, middle, path);
            path.add(hash(middle, end));
        } else {
            inclusion(index, middle, end, path);
            path.add(hash(start, middle));
        }
    }

    /** That the tree of the first {@code former} leaves, at least one, is the beginning of this one. */
    List<byte[]> consistency(long former) {
        var proof = new ArrayList<byte[]>();
        if (former < size) consistency(former, 0, size, true, proof);
        return proof;
    }

    private void consistency(long former, long start, long end, boolean isKnown, List<byte[]> proof) {
        if (former == end) {
            if (!isKnown) proof.add(hash(start, end));
            return;
        }
        long middle = start + below(end - start);
        if (former <= middle) {
            consistency(former, start, middle, isKnown, proof);
            proof.add(hash(middle, end));
        } else {
            consistency(former, middle, end, false, proof);
            proof.add(hash(start, middle));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each JDK has SHA-256", impossible);
        }
    }
}
