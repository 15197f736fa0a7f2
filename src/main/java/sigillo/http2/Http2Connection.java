package sigillo.http2;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import sigillo.http2.FrameReader.Read;
import sigillo.http2.Streams.Step;
import sigillo.http.Answering;
import sigillo.net.DeadlinePassed;
import sigillo.net.NoRoom;
import sigillo.net.Stopping;
import sigillo.net.Wire;

/**
 * One connection: its thread reads frames and carries out what the session says; each request that is being answered has a thread.
 * Who has not shown that he has signed in is answered one request after the other, as in HTTP/1.1; who has, as many as a browser has
 * connections of HTTP/1.1, each with room that is borrowed. Nothing is written while the lock is held.
 */
final class Http2Connection {
    private static final System.Logger LOG = System.getLogger("sigillo.http");

    private final Wire wire;
    private final Answering site;
    private final LongSupplier nanos;
    private final Patience patience;
    private final FrameReader reader = new FrameReader();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Streams streams; // as all below: under the lock
    private final Map<Integer, StreamRequest> requests = new HashMap<>();
    private final Deque<StreamRequest> waiting = new ArrayDeque<>();
    private int working;
    private int lasting;
    private int heads; // octets of all that are not answered yet
    private boolean isRecognised;
    private boolean isOver;
    private long wholeSince; // the reader's: when the last frame was whole
    private volatile long quietSince; // when something was asked for or answered last

    Http2Connection(Wire wire, Answering site, LongSupplier nanos, Patience patience) {
        this.wire = wire;
        this.site = site;
        this.nanos = nanos;
        this.patience = patience;
        this.streams = new Streams(nanos);
        this.wholeSince = quietSince = nanos.getAsLong();
    }

    /** Until the connection ends; nobody answers any more then. */
    void run() throws IOException {
        try {
            wire.write(Streams.greeting());
            while (!isDone() && hasMore() && frames()) { }
            finish();
        } catch (Stopping stopping) {
            sayGoAway(ErrorCode.NO_ERROR, "");
            finish();
        } finally {
            end();
        }
    }

    // ---- reading ----

    /** Nothing is under way, or only what lasts. */
    private boolean isAtRest() {
        lock.lock();
        try {
            return reader.isBetween() && working == 0 && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasMore() throws IOException {
        while (true) {
            if (isLate()) return false;
            if (wire.isStopping()) sayGoAway(ErrorCode.NO_ERROR, "");
            if (isDone()) return false;
            try {
                if (isAtRest()) return wire.awaitCommand(isEmpty() ? idleLeft() : Http2Limits.LASTING_LOOK);
                wire.within(Http2Limits.LOOK);
                return wire.fill();
            } catch (DeadlinePassed late) {
                continue; // whether it is too late is looked at above, since octets may come one by one
            }
        }
    }

    /** Pings keep no connection. */
    private Duration idleLeft() { return patience.idle().minusNanos(nanos.getAsLong() - quietSince).plusMillis(1); }

    private boolean isEmpty() {
        lock.lock();
        try {
            return requests.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing was asked for long; or the rest of a frame does not come. That of a body is waited for by who reads it. */
    private boolean isLate() {
        if (reader.isBetween()) return isEmpty() && nanos.getAsLong() - quietSince > patience.idle().toNanos();
        return (!reader.isInBody() || isEmpty()) && nanos.getAsLong() - wholeSince > patience.request().toNanos();
    }

    /** What has come; false when the connection is to end. */
    private boolean frames() throws IOException {
        var in = wire.input();
        try {
            while (true) {
                switch (reader.read(in)) {
                    case Read.More() -> {
                        return true;
                    }
                    case Read.Wrong(var code, var why) -> {
                        sayGoAway(code, why);
                        return false;
                    }
                    case Read.Got(var frame) -> {
                        wholeSince = nanos.getAsLong();
                        if (!carryOut(frame)) return false;
                    }
                }
            }
        } finally {
            Arrays.fill(in.array(), (byte) 0);
        }
    }

    private boolean carryOut(Frame frame) throws IOException {
        List<Step> steps;
        lock.lock();
        try {
            steps = streams.on(frame);
        } finally {
            lock.unlock();
        }
        for (var step : steps) {
            switch (step) {
                case Step.Say(var frames) -> wire.write(frames);
                case Step.Ask(var stream, var head, var hasBody) -> ask(new StreamRequest(this, wire, stream, head, hasBody));
                case Step.Refuse(var stream, var status) -> refuse(stream, status);
                case Step.Body(var stream, var octets) -> body(stream, octets);
                case Step.Whole(var stream) -> whole(stream);
                case Step.Gone(var stream) -> gone(stream);
                case Step.Wake() -> wake();
                case Step.End(var code, var why) -> {
                    sayGoAway(code, why);
                    return false;
                }
            }
        }
        return true;
    }

    private void body(int stream, byte[] octets) throws IOException {
        int lacking = lacking(stream, octets.length);
        boolean hasRoom = hasRoom(lacking);
        byte[] refusal = {};
        lock.lock();
        try {
            var request = requests.get(stream);
            if (request != null && hasRoom) {
                request.pipe().add(octets, lacking);
            } else {
                if (hasRoom) wire.giveBack(lacking);
                else refusal = streams.reset(stream, ErrorCode.ENHANCE_YOUR_CALM);
                gone(stream);
            }
            changed.signalAll();
        } finally {
            Arrays.fill(octets, (byte) 0);
            lock.unlock();
        }
        wire.write(refusal);
    }

    private int lacking(int stream, int octets) {
        lock.lock();
        try {
            var request = requests.get(stream);
            return request == null ? 0 : request.pipe().lacking(octets);
        } finally {
            lock.unlock();
        }
    }

    /** Waits a moment for it. */
    private boolean hasRoom(int octets) {
        try {
            if (octets > 0) wire.borrowSoon(octets);
            return true;
        } catch (NoRoom full) {
            return false;
        }
    }

    private void whole(int stream) {
        lock.lock();
        try {
            var request = requests.get(stream);
            if (request != null) request.pipe().end();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** One that waits is never begun; one that is being answered sees it. */
    private void gone(int stream) {
        lock.lock();
        try {
            var request = requests.get(stream);
            if (request != null && waiting.remove(request)) forget(request);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- whose turn it is ----

    private void ask(StreamRequest request) throws IOException {
        quietSince = nanos.getAsLong();
        boolean hasRoom = hasRoom(request.octetsHeld());
        byte[] refusal = {};
        lock.lock();
        try {
            int octets = request.head().octets();
            if (hasRoom) request.holds();
            boolean isTooMuch = !isRecognised && !requests.isEmpty() && heads + octets > Http2Limits.HEADS_OF_STRANGER_OCTETS_MAX;
            if (isTooMuch || !hasRoom) {
                refusal = streams.reset(request.number(), ErrorCode.REFUSED_STREAM);
                request.close();
            } else {
                heads += octets;
                requests.put(request.number(), request);
                if (!request.hasBody()) request.pipe().end();
                waiting.add(request);
                begin();
            }
        } finally {
            lock.unlock();
        }
        wire.write(refusal);
    }

    /** Under the lock: those whose turn it is. */
    private void begin() {
        while (!isOver && !waiting.isEmpty() && mayBegin(waiting.getFirst())) {
            var next = waiting.removeFirst();
            working++;
            Thread.ofVirtual().name("web stream").start(() -> answer(next));
        }
    }

    private boolean mayBegin(StreamRequest next) {
        return working == 0 || isRecognised && working < Http2Limits.ANSWERED_AT_ONCE_MAX && next.borrowThread();
    }

    private void answer(StreamRequest request) {
        var code = ErrorCode.INTERNAL_ERROR;
        try {
            request.answer(site);
        } catch (IOException gone) {
            code = ErrorCode.CANCEL;
            LOG.log(Level.DEBUG, "a stream was lost", gone);
        } catch (RuntimeException | Error fault) {
            LOG.log(Level.ERROR, "failed to carry a reply", fault);
        } finally {
            answered(request, code);
        }
    }

    /** {@code code}: for what was not answered to its end. */
    private void answered(StreamRequest request, ErrorCode code) {
        byte[] rest;
        lock.lock();
        try {
            rest = streams.reset(request.number(), code);
            quietSince = nanos.getAsLong();
            if (request.isLasting()) lasting--;
            else working--;
            forget(request);
            begin();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        sayNow(rest);
    }

    private void sayNow(byte[] frames) {
        if (frames.length == 0) return;
        try {
            wire.write(frames);
            wire.flush();
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "the peer has gone", gone);
        }
    }

    /** Under the lock. */
    private void forget(StreamRequest request) {
        if (requests.remove(request.number()) == null) return;
        heads -= request.head().octets();
        request.close();
    }

    /** RFC 6585 section 5 among others: of what nobody can read. */
    private void refuse(int stream, int status) throws IOException {
        wire.write(Frames.headers(stream, StreamRequest.emptyReply(status), true));
        lock.lock();
        byte[] rest;
        try {
            rest = streams.answered(stream);
        } finally {
            lock.unlock();
        }
        wire.write(rest);
    }

    // ---- for who answers ----

    void recognised() {
        wire.recognised();
        lock.lock();
        try {
            isRecognised = true;
            begin();
        } finally {
            lock.unlock();
        }
    }

    boolean isStopping() { return wire.isStopping(); }

    boolean isGone(int stream) {
        lock.lock();
        try {
            return isOver || !streams.isOpen(stream);
        } finally {
            lock.unlock();
        }
    }

    /** False when there is no place for what lasts. The first has that of the connection. */
    boolean stays(StreamRequest request) {
        boolean isFirst;
        lock.lock();
        try {
            if (lasting >= Http2Limits.LASTING_MAX) return false;
            isFirst = lasting++ == 0;
        } finally {
            lock.unlock();
        }
        boolean hasPlace = hasPlace(request, isFirst);
        lock.lock();
        try {
            if (hasPlace) {
                request.lasts();
                working--;
                begin();
            } else {
                lasting--;
            }
        } finally {
            lock.unlock();
        }
        return hasPlace;
    }

    private boolean hasPlace(StreamRequest request, boolean isFirst) {
        try {
            wire.signedIn();
            if (!isFirst) request.place(wire.placeBeside());
            return true;
        } catch (NoRoom full) {
            return false;
        }
    }

    /** Some of a body; -1 behind its end. Throws when it does not come in time, or the stream is gone. */
    int read(StreamRequest request, byte[] into, int offset, int max) throws IOException {
        List<Step> steps;
        int n;
        lock.lock();
        try {
            while (true) {
                if (isOver || !streams.isOpen(request.number())) throw new IOException("the stream is gone");
                n = request.pipe().take(into, offset, max);
                if (n > 0) break;
                if (request.pipe().isWhole()) return -1;
                await(request.bodyUntil(), "a body does not come");
            }
            steps = streams.consumed(request.number(), n);
        } finally {
            lock.unlock();
        }
        say(steps);
        return n;
    }

    /** Somebody reads its body from now on. */
    void reads(StreamRequest request) throws IOException {
        List<Step> steps;
        lock.lock();
        try {
            steps = streams.reads(request.number());
        } finally {
            lock.unlock();
        }
        say(steps);
    }

    private void say(List<Step> steps) throws IOException {
        if (steps.isEmpty()) return;
        for (var step : steps) if (step instanceof Step.Say(var frames)) wire.write(frames);
        wire.flush();
    }

    /** Under the lock. */
    private void await(long until, String otherwise) throws IOException {
        long left = until - nanos.getAsLong();
        if (left <= 0) throw new IOException(otherwise);
        try {
            changed.await(left, TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    /** How many octets may be sent of so many, at least one; waits for the peer's window. */
    int grant(StreamRequest request, long wanted, long until) throws IOException {
        int granted = granted(request, wanted);
        if (granted > 0) return granted;
        wire.flush();
        lock.lock();
        try {
            for (granted = granted(request, wanted); granted == 0; granted = granted(request, wanted)) await(until, "nobody takes the reply");
            return granted;
        } finally {
            lock.unlock();
        }
    }

    private int granted(StreamRequest request, long wanted) throws IOException {
        lock.lock();
        try {
            int granted = isOver ? Streams.NO_STREAM : streams.grant(request.number(), wanted);
            if (granted == Streams.NO_STREAM) throw new IOException("the stream is gone");
            return granted;
        } finally {
            lock.unlock();
        }
    }

    /** The last frame of a reply, and what is to be said behind it. */
    void last(StreamRequest request, byte[]... frames) throws IOException {
        byte[] rest;
        lock.lock();
        try {
            if (isOver || !streams.isOpen(request.number())) throw new IOException("the stream is gone");
            rest = streams.answered(request.number());
        } finally {
            lock.unlock();
        }
        for (var frame : frames) wire.write(frame);
        wire.write(rest);
        wire.flush();
    }

    /** A frame of a reply that is not the last. */
    void more(StreamRequest request, byte[] frame) throws IOException {
        if (isGone(request.number())) throw new IOException("the stream is gone");
        wire.write(frame);
    }

    void flush() throws IOException { wire.flush(); }

    Patience patience() { return patience; }

    long after(Duration time) { return nanos.getAsLong() + time.toNanos(); }

    // ---- the end ----

    private void sayGoAway(ErrorCode code, String why) {
        byte[] goAway;
        lock.lock();
        try {
            if (streams.isGoingAway() && code == ErrorCode.NO_ERROR) return;
            goAway = streams.goAway(code, why);
            if (code != ErrorCode.NO_ERROR) isOver = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        sayNow(goAway);
    }

    /** Whether we have said that we go, and have answered all. */
    private boolean isDone() {
        lock.lock();
        try {
            return isOver || streams.isGoingAway() && requests.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is read: what is being answered is answered, as far as windows allow; unless the peer has gone or done wrong. */
    private void finish() {
        sayGoAway(ErrorCode.NO_ERROR, "");
        lock.lock();
        try {
            while (wire.isStopping() && !isOver && !requests.isEmpty()) changed.awaitUninterruptibly();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            isOver = true;
            changed.signalAll();
            while (!waiting.isEmpty()) forget(waiting.removeFirst());
            while (working + lasting > 0) changed.awaitUninterruptibly();
            streams.close();
            reader.close();
        } finally {
            lock.unlock();
        }
    }
}
