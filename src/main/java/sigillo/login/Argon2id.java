package sigillo.login;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/**
 * Argon2id, version 0x13: RFC 9106 section 3. Its blocks are in memory that the caller lends and wipes, because that is
 * what a hash costs: libraries for the JVM make 64 MiB of objects for each. One thread.
 */
final class Argon2id {
    private static final int VERSION = 0x13;
    private static final int TYPE = 2;
    static final int BLOCK_OCTETS = 1024;
    private static final int BLOCK_LONGS = BLOCK_OCTETS / 8;
    private static final int SLICES = 4;
    private static final int DIGEST_OCTETS = 64;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** What a hash costs. RFC 9106 section 3.1: memory in KiB, passes, lanes. */
    record Cost(int memoryKib, int passes, int lanes) {
        Cost {
            boolean isNone = lanes < 1 || passes < 1 || memoryKib < 8 * lanes;
            if (isNone) throw new IllegalArgumentException("no cost of Argon2");
        }

        /** Columns of a lane: a multiple of four. */
        private int columns() { return memoryKib / (SLICES * lanes) * SLICES; }

        long memoryOctets() { return (long) columns() * lanes * BLOCK_OCTETS; }
    }

    private final Cost cost;
    private final int columns;
    private final int sliceColumns;
    private final MemorySegment memory;
    private final long[] mixed = new long[BLOCK_LONGS];
    private final long[] sum = new long[BLOCK_LONGS];
    private final long[] other = new long[BLOCK_LONGS];
    private final long[] counter = new long[BLOCK_LONGS];
    private final long[] addresses = new long[BLOCK_LONGS];

    private Argon2id(Cost cost, MemorySegment memory) {
        this.cost = cost;
        this.columns = cost.columns();
        this.sliceColumns = columns / SLICES;
        this.memory = memory;
    }

    /**
     * {@code count} octets. {@code memory} has at least {@link Cost#memoryOctets} and is left as it is after the last
     * pass: to be wiped.
     */
    static byte[] hash(
            byte[] password, byte[] salt, byte[] secret, byte[] more, Cost cost, int count, MemorySegment memory) {
        var work = new Argon2id(cost, memory);
        work.begin(work.first(password, salt, secret, more, count));
        for (int pass = 0; pass < cost.passes; pass++) work.pass(pass);
        return work.end(count);
    }

    // ---- RFC 9106 section 3.2: the first blocks and the last ----

    private byte[] first(byte[] password, byte[] salt, byte[] secret, byte[] more, int count) {
        var digest = new Blake2bDigest(8 * DIGEST_OCTETS);
        for (int number : new int[] {cost.lanes, count, cost.memoryKib, cost.passes, VERSION, TYPE}) {
            update(digest, number);
        }
        for (var text : new byte[][] {password, salt, secret, more}) {
            update(digest, text.length);
            digest.update(text, 0, text.length);
        }
        var hash = new byte[DIGEST_OCTETS];
        digest.doFinal(hash, 0);
        return hash;
    }

    private void begin(byte[] first) {
        for (int lane = 0; lane < cost.lanes; lane++) {
            for (int column = 0; column < 2; column++) {
                var seed = ByteBuffer.allocate(DIGEST_OCTETS + 8).order(ByteOrder.LITTLE_ENDIAN)
                    .put(first).putInt(column).putInt(lane).array();
                var block = variableHash(seed, BLOCK_OCTETS);
                MemorySegment.copy(block, 0, memory, ValueLayout.JAVA_BYTE, at(lane, column), BLOCK_OCTETS);
                Arrays.fill(seed, (byte) 0);
                Arrays.fill(block, (byte) 0);
            }
        }
        Arrays.fill(first, (byte) 0);
    }

    private byte[] end(int count) {
        read(0, columns - 1, sum);
        for (int lane = 1; lane < cost.lanes; lane++) {
            read(lane, columns - 1, other);
            xor(sum, other);
        }
        var last = new byte[BLOCK_OCTETS];
        ByteBuffer.wrap(last).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(sum);
        var hash = variableHash(last, count);
        Arrays.fill(last, (byte) 0);
        for (var block : new long[][] {mixed, sum, other}) Arrays.fill(block, 0);
        return hash;
    }

    /** H' of RFC 9106 section 3.3. */
    private static byte[] variableHash(byte[] text, int count) {
        var hash = new byte[count];
        if (count <= DIGEST_OCTETS) {
            digest(text, count, count, hash, 0);
            return hash;
        }
        var link = new byte[DIGEST_OCTETS];
        digest(text, count, DIGEST_OCTETS, link, 0);
        int at = 0;
        for (; count - at > DIGEST_OCTETS; at += DIGEST_OCTETS / 2) {
            if (at > 0) digest(link.clone(), -1, DIGEST_OCTETS, link, 0);
            System.arraycopy(link, 0, hash, at, DIGEST_OCTETS / 2);
        }
        digest(link, -1, count - at, hash, at);
        return hash;
    }

    /** {@code length} comes before the text, unless it is negative. */
    private static void digest(byte[] text, int length, int count, byte[] into, int at) {
        var digest = new Blake2bDigest(8 * count);
        if (length >= 0) update(digest, length);
        digest.update(text, 0, text.length);
        digest.doFinal(into, at);
    }

    private static void update(Blake2bDigest digest, int number) {
        for (int shift = 0; shift < 32; shift += 8) digest.update((byte) (number >>> shift));
    }

    // ---- RFC 9106 section 3.4: which block is mixed with which ----

    private void pass(int pass) {
        for (int slice = 0; slice < SLICES; slice++) {
            for (int lane = 0; lane < cost.lanes; lane++) slice(pass, slice, lane);
        }
    }

    private void slice(int pass, int slice, int lane) {
        // section 3.4.1.3: the first half of the first pass does not depend on the password
        boolean independent = pass == 0 && slice < SLICES / 2;
        if (independent) beginAddresses(pass, slice, lane);
        for (int index = pass == 0 && slice == 0 ? 2 : 0; index < sliceColumns; index++) {
            int column = slice * sliceColumns + index;
            int previous = column == 0 ? columns - 1 : column - 1;
            if (independent && (index % BLOCK_LONGS == 0 || index == 2 && slice == 0)) nextAddresses(index);
            long random = independent ? addresses[index % BLOCK_LONGS] : memory.get(LONG, at(lane, previous));
            int there = pass == 0 && slice == 0 ? lane : (int) ((random >>> 32) % cost.lanes);
            read(lane, previous, sum);
            read(there, reference(pass, slice, index, there == lane, random & 0xFFFF_FFFFL), other);
            xor(sum, other);
            compress();
            if (pass > 0) addOld(lane, column);
            MemorySegment.copy(mixed, 0, memory, LONG, at(lane, column), BLOCK_LONGS);
        }
    }

    private void addOld(int lane, int column) {
        read(lane, column, other);
        xor(mixed, other);
    }

    /** The column that a random number of 32 bits chooses among those that may be chosen: section 3.4.2. */
    private int reference(int pass, int slice, int index, boolean sameLane, long random) {
        int whole = pass == 0 ? slice * sliceColumns : columns - sliceColumns;
        int size = sameLane ? whole + index - 1 : whole - (index == 0 ? 1 : 0);
        long squared = random * random >>> 32;
        long back = size - 1 - (size * squared >>> 32);
        int start = pass == 0 || slice == SLICES - 1 ? 0 : (slice + 1) * sliceColumns;
        return (int) ((start + back) % columns);
    }

    private void beginAddresses(int pass, int slice, int lane) {
        Arrays.fill(counter, 0);
        var begin = new long[] {pass, lane, slice, cost.memoryOctets() / BLOCK_OCTETS, cost.passes, TYPE};
        System.arraycopy(begin, 0, counter, 0, begin.length);
    }

    private void nextAddresses(int index) {
        counter[6] = index / BLOCK_LONGS + 1;
        System.arraycopy(counter, 0, sum, 0, BLOCK_LONGS);
        compress();
        System.arraycopy(mixed, 0, sum, 0, BLOCK_LONGS);
        compress();
        System.arraycopy(mixed, 0, addresses, 0, BLOCK_LONGS);
    }

    private long at(int lane, int column) { return ((long) lane * columns + column) * BLOCK_OCTETS; }

    private void read(int lane, int column, long[] into) {
        MemorySegment.copy(memory, LONG, at(lane, column), into, 0, BLOCK_LONGS);
    }

    private static void xor(long[] into, long[] with) {
        for (int i = 0; i < BLOCK_LONGS; i++) into[i] ^= with[i];
    }

    // ---- RFC 9106 sections 3.5 and 3.6: the compression of sum into mixed ----

    private void compress() {
        System.arraycopy(sum, 0, mixed, 0, BLOCK_LONGS);
        for (int row = 0; row < 8; row++) permute(mixed, 16 * row, 2);
        for (int column = 0; column < 8; column++) permute(mixed, 2 * column, 16);
        xor(mixed, sum);
    }

    /** Sixteen words, in pairs that are {@code stride} apart. */
    private static void permute(long[] v, int from, int stride) {
        int b = from + 2 * stride;
        int c = from + 4 * stride;
        int d = from + 6 * stride;
        int next = stride;
        mix(v, from, b, c, d);
        mix(v, from + 1, b + 1, c + 1, d + 1);
        mix(v, from + next, b + next, c + next, d + next);
        mix(v, from + next + 1, b + next + 1, c + next + 1, d + next + 1);
        mix(v, from, b + 1, c + next, d + next + 1);
        mix(v, from + 1, b + next, c + next + 1, d);
        mix(v, from + next, b + next + 1, c, d + 1);
        mix(v, from + next + 1, b, c + 1, d + next);
    }

    private static void mix(long[] v, int ia, int ib, int ic, int id) {
        long a = v[ia];
        long b = v[ib];
        long c = v[ic];
        long d = v[id];
        a = add(a, b);
        d = Long.rotateRight(d ^ a, 32);
        c = add(c, d);
        b = Long.rotateRight(b ^ c, 24);
        a = add(a, b);
        d = Long.rotateRight(d ^ a, 16);
        c = add(c, d);
        b = Long.rotateRight(b ^ c, 63);
        v[ia] = a;
        v[ib] = b;
        v[ic] = c;
        v[id] = d;
    }

    private static long add(long a, long b) { return a + b + 2 * (a & 0xFFFF_FFFFL) * (b & 0xFFFF_FFFFL); }
}
