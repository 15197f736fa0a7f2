package sigillo.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * TLS over two streams, by the JDK's engine, which keeps no buffers: the JDK's own sockets keep 5 KiB each, and 33 KiB
 * once a long record has come. Here a connection holds of a record what has come of it, and of what it said what nobody
 * has read; nothing while it idles. A record that has come whole is opened in a buffer that is lent for that moment,
 * which waits for nobody; one that is made is written from where it was made, as long as not too many wait to be read
 * by their peers.
 *
 * <p>One thread reads; writes come from one thread at a time, and may be another's.
 */
final class SecureLayer {
    private static final byte[] NOTHING = {};
    /** RFC 8446 section 5.1: type, version and length. */
    private static final int HEADER_OCTETS = 5;
    private static final int FIRST_TYPE = 20; // RFC 8446 section 5.1: change_cipher_spec
    private static final int LAST_TYPE = 24;  // heartbeat, which nobody speaks
    /** RFC 8446 section 5.2: 2^14 octets, and what protects them; with our suites less in TLS 1.2. */
    private static final int FRAGMENT_OCTETS_MAX = (16 << 10) + 256;
    /** The engine wants room for any record of its own: some octets more. */
    private static final int RECORD_OCTETS_MAX = 17 << 10;
    private static final int TURNS_MAX = 8;
    /**
     * A longer record has its place only as its octets come. Hellos are shorter: no flood takes from others what they
     * need.
     */
    private static final int FIRST_OCTETS = 4 << 10;
    /**
     * What the engine may be given in a row that holds no data, since it keeps of it what is not whole; in octets. Of
     * clients, which show no certificates: less than what the room lends for a place. Of servers: a chain, and the
     * names of authorities.
     */
    private static final int QUIET_OCTETS_MAX = 10 << 10;
    private static final int QUIET_OCTETS_OF_SERVER_MAX = 96 << 10;
    /** Once hands are shaken, records in a row that hold no data: new keys, tickets. */
    private static final int QUIET_RECORDS_MAX = 64;
    /** Another thread computes what the engine waits for. */
    private static final int WAITS_MAX = 100;

    private final SSLEngine engine;
    private final InputStream in;
    private final OutputStream out;
    private final Holding holding;
    private final ReentrantLock writing = new ReentrantLock();
    private final byte[] header = new byte[HEADER_OCTETS];
    private byte[] early; // what has come and is read again
    private int earlyAt;
    private byte[] plain = NOTHING; // what has come and nobody has read yet
    private int plainAt;
    private int plainHeld;
    private int quietOctets;
    private int quietRecords;
    private int quietHeld;
    private boolean isOpen;
    private boolean ended;

    /** {@code early}: what has been read already of what comes. */
    SecureLayer(SSLEngine engine, InputStream in, OutputStream out, byte[] early, Holding holding) {
        this.engine = engine;
        this.in = in;
        this.out = out;
        this.early = early;
        this.holding = holding;
    }

    SSLSession session() { return engine.getSession(); }

    void shakeHands() throws IOException {
        engine.beginHandshake();
        while (isShakingHands()) {
            settle();
            if (isShakingHands() && !readRecord(Lent.NOWHERE) || ended)
                throw new EOFException("closed while shaking hands");
        }
        isOpen = true;
        spoken();
    }

    private boolean isShakingHands() {
        var status = engine.getHandshakeStatus();
        return status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
    }

    // ---- reading ----

    InputStream input() {
        return new InputStream() {
            @Override public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override public int read(byte[] into, int offset, int count) throws IOException {
                return count == 0 ? 0 : SecureLayer.this.read(ByteBuffer.wrap(into, offset, count));
            }

            @Override public int available() { return plain.length - plainAt; }
        };
    }

    private int read(ByteBuffer into) throws IOException {
        int from = into.position();
        while (into.position() == from) {
            if (plainAt < plain.length) takePlain(into);
            else if (ended || !readRecord(into)) return -1;
        }
        return into.position() - from;
    }

    private void takePlain(ByteBuffer into) {
        int n = Math.min(into.remaining(), plain.length - plainAt);
        into.put(plain, plainAt, n);
        plainAt += n;
        if (plainAt == plain.length) forgetPlain();
    }

    private void forgetPlain() {
        Arrays.fill(plain, (byte) 0); // it may have been a password
        holding.give(plainHeld);
        plain = NOTHING;
        plainAt = plainHeld = 0;
    }

    /** False when the peer has closed. What does not go {@code into} there stays in {@link #plain}. */
    private boolean readRecord(ByteBuffer into) throws IOException {
        if (!readFully(header, 0, HEADER_OCTETS)) return !(ended = true);
        int size = (header[3] & 0xFF) << 8 | header[4] & 0xFF;
        if (header[0] < FIRST_TYPE || header[0] > LAST_TYPE || size > FRAGMENT_OCTETS_MAX)
            throw new SSLException("this is not TLS");
        if (!isOpen && quietOctets + size > quietOctetsMax())
            throw new SSLException("that is too much for shaking hands");
        int from = into.position();
        boolean isThere = isOpen && hasCome(size) ? openWhole(size, into) : openInPieces(size, into);
        if (!isThere) return !(ended = true);
        if (into.position() > from || plain.length > 0) spoken();
        else quiet(HEADER_OCTETS + size);
        return true;
    }

    private boolean hasCome(int octets) throws IOException {
        return early.length - earlyAt >= octets || early.length == 0 && in.available() >= octets;
    }

    /** Nobody waits while the buffer is lent. */
    private boolean openWhole(int size, ByteBuffer into) throws IOException {
        var rest = NOTHING;
        var lent = Lent.take();
        try {
            lent.put(header).limit(HEADER_OCTETS + size);
            if (!readFully(lent.array(), HEADER_OCTETS, size)) return false;
            unwrap(lent.rewind(), into);
            if (lent.hasRemaining()) rest = Arrays.copyOfRange(lent.array(), lent.position(), lent.limit());
        } catch (SSLException refused) {
            farewell();
            throw refused;
        } finally {
            Lent.give(lent);
        }
        if (rest.length > 0) open(rest, into);
        else settle();
        Arrays.fill(rest, (byte) 0);
        heldBeyondPlain(0);
        return true;
    }

    /** It holds what has come of it. */
    private boolean openInPieces(int size, ByteBuffer into) throws IOException {
        var record = Arrays.copyOf(header, HEADER_OCTETS + Math.min(size, FIRST_OCTETS));
        int held = 0;
        try {
            for (int have = HEADER_OCTETS; have < HEADER_OCTETS + size; have = record.length) {
                if (have == record.length) {
                    int more = Math.min(HEADER_OCTETS + size - have, have);
                    holding.take(more);
                    held += more;
                    record = Arrays.copyOf(record, have + more);
                }
                if (!readFully(record, have, record.length - have)) return false;
            }
            open(record, into);
            held = heldBeyondPlain(held);
            return true;
        } finally {
            Arrays.fill(record, (byte) 0); // the engine opens it where it lies
            if (held > 0) holding.give(held);
        }
    }

    /** Of what the record held, what its data, which nobody has read, need not. */
    private int heldBeyondPlain(int held) throws NoRoom {
        if (plain.length > held) holding.take(plain.length - held);
        plainHeld = plain.length;
        return Math.max(0, held - plainHeld);
    }

    private int quietOctetsMax() { return engine.getUseClientMode() ? QUIET_OCTETS_OF_SERVER_MAX : QUIET_OCTETS_MAX; }

    /** A record held no data. */
    private void quiet(int octets) throws IOException {
        quietOctets += octets;
        if (isOpen && ++quietRecords > QUIET_RECORDS_MAX || quietOctets > quietOctetsMax())
            throw new SSLException("nothing is said, too often");
        int more = quietOctets - FIRST_OCTETS - quietHeld;
        if (more <= 0) return;
        holding.take(more);
        quietHeld += more;
    }

    private void spoken() {
        if (quietHeld > 0) holding.give(quietHeld);
        quietOctets = quietRecords = quietHeld = 0;
    }

    /** The record lies at the beginning of {@code octets}. Who was late may read again: then it begins anew. */
    private boolean readFully(byte[] octets, int from, int count) throws IOException {
        int at = from;
        try {
            while (at < from + count) {
                int n = receive(octets, at, from + count - at);
                if (n < 0) return false;
                at += n;
            }
            return true;
        } catch (DeadlinePassed late) {
            early = Arrays.copyOf(octets, at);
            earlyAt = 0;
            throw late;
        }
    }

    private int receive(byte[] octets, int from, int count) throws IOException {
        if (earlyAt == early.length) return in.read(octets, from, count);
        int n = Math.min(count, early.length - earlyAt);
        System.arraycopy(early, earlyAt, octets, from, n);
        earlyAt += n;
        if (earlyAt == early.length) {
            early = NOTHING;
            earlyAt = 0;
        }
        return n;
    }

    private void open(byte[] record, ByteBuffer into) throws IOException {
        var source = ByteBuffer.wrap(record);
        try {
            for (int turn = 0; source.hasRemaining() && !ended; turn++) {
                if (turn > TURNS_MAX) throw new SSLException("this is not TLS");
                unwrap(source, into);
                settle(); // what it wants to say first, or to compute
            }
        } catch (SSLException refused) {
            farewell();
            throw refused;
        }
    }

    private void unwrap(ByteBuffer source, ByteBuffer into) throws SSLException {
        if (into.remaining() >= source.remaining()) {
            unwrapTo(source, into);
            return;
        }
        var lent = Lent.take();
        try {
            unwrapTo(source, lent);
            keep(lent.flip(), into);
        } finally {
            Lent.give(lent);
        }
    }

    private void unwrapTo(ByteBuffer source, ByteBuffer target) throws SSLException {
        var status = engine.unwrap(source, target).getStatus();
        if (status == Status.BUFFER_OVERFLOW || status == Status.BUFFER_UNDERFLOW)
            throw new SSLException("this is not TLS");
        ended |= status == Status.CLOSED;
    }

    private void keep(ByteBuffer opened, ByteBuffer into) {
        int n = Math.min(opened.remaining(), into.remaining());
        into.put(opened.slice(opened.position(), n));
        opened.position(opened.position() + n);
        if (!opened.hasRemaining()) return;
        plain = new byte[opened.remaining()];
        opened.get(plain);
        plainAt = 0;
    }

    // ---- writing ----

    OutputStream output() {
        return new OutputStream() {
            @Override public void write(int octet) throws IOException { write(new byte[] {(byte) octet}, 0, 1); }

            @Override public void write(byte[] from, int offset, int count) throws IOException {
                send(ByteBuffer.wrap(from, offset, count));
            }
        };
    }

    private void send(ByteBuffer said) throws IOException {
        writing.lock();
        boolean isLent = Lent.TO_WAIT.tryAcquire();
        var lent = isLent ? Lent.take() : Lent.NOWHERE;
        try {
            for (int waits = 0; said.hasRemaining(); ) {
                if (engine.isOutboundDone() || waits == WAITS_MAX) throw new SSLException("TLS is over");
                var record = isLent ? sealedIn(lent, said) : ByteBuffer.wrap(sealed(said));
                if (!record.hasRemaining()) {
                    waits++;
                    Thread.yield();
                }
                out.write(record.array(), 0, record.limit());
            }
        } finally {
            if (isLent) {
                Lent.giveSealed(lent);
                Lent.TO_WAIT.release();
            }
            writing.unlock();
        }
    }

    /** One record, or none. What was said lies there no more: it is sealed where it lay. */
    private ByteBuffer sealedIn(ByteBuffer lent, ByteBuffer said) throws SSLException {
        try {
            var result = engine.wrap(said, lent.clear());
            if (result.getStatus() == Status.BUFFER_OVERFLOW) throw new SSLException("a record is too long");
            return lent.flip();
        } catch (SSLException | RuntimeException failed) {
            Arrays.fill(lent.array(), (byte) 0);
            throw failed;
        }
    }

    /** The same for who may wait for long: what it is made in is given back before. */
    private byte[] sealed(ByteBuffer said) throws SSLException {
        var lent = Lent.take();
        try {
            sealedIn(lent, said);
            return Arrays.copyOf(lent.array(), lent.limit());
        } finally {
            Lent.giveSealed(lent);
        }
    }

    /** Computes and says what is to be said before more can be read; in one write, as far as it is known. */
    private void settle() throws IOException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> {
                    if (!isFlightSent()) return;
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN, FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    /** False when there was nothing to say. */
    private boolean isFlightSent() throws IOException {
        writing.lock();
        try {
            var flight = NOTHING;
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                var record = sealed(ByteBuffer.wrap(NOTHING));
                if (record.length == 0) break;
                flight = Arrays.copyOf(flight, flight.length + record.length);
                System.arraycopy(record, 0, flight, flight.length - record.length, record.length);
            }
            if (flight.length > 0) out.write(flight);
            return flight.length > 0;
        } finally {
            writing.unlock();
        }
    }

    /** The alert that says why, or that it is over; to who may be gone. RFC 8446 section 6.1. */
    void farewell() {
        if (!writing.tryLock()) return; // somebody waits in the middle of a record
        try {
            engine.closeOutbound();
            for (var record = sealed(ByteBuffer.wrap(NOTHING)); record.length > 0; record = sealed(ByteBuffer.wrap(NOTHING))) out.write(record);
        } catch (IOException gone) {
            ended = true;
        } finally {
            writing.unlock();
        }
    }

    /** What has come and was not read is forgotten. */
    void close() {
        if (plain.length > 0) forgetPlain();
        farewell();
    }

    /** Buffers as large as a record; of those that nobody has some are kept. */
    private static final class Lent {
        private Lent() {}

        static final ByteBuffer NOWHERE = ByteBuffer.wrap(NOTHING);
        /** So many may have one while their peers do not read. */
        static final Semaphore TO_WAIT = new Semaphore(16);
        /** As many as threads compute at one time, and those of who waits. */
        private static final ArrayBlockingQueue<ByteBuffer> FREE = new ArrayBlockingQueue<>(24);

        /** Empty, with room for any record. */
        static ByteBuffer take() {
            var free = FREE.poll();
            return free != null ? free : ByteBuffer.allocate(RECORD_OCTETS_MAX);
        }

        static void give(ByteBuffer lent) {
            Arrays.fill(lent.array(), 0, lent.limit(), (byte) 0);
            giveSealed(lent);
        }

        /** There is nothing in it that anybody may not read. */
        static void giveSealed(ByteBuffer lent) { FREE.offer(lent.clear()); }
    }
}
