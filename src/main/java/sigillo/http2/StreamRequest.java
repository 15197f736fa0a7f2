package sigillo.http2;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.OptionalLong;
import sigillo.base.Octets;
import sigillo.http.Answering;
import sigillo.http.Asked;
import sigillo.http.BodyRead;
import sigillo.http.Exchange;
import sigillo.http.Fields;
import sigillo.http.Outlet;
import sigillo.http.Reply;
import sigillo.http.Target;
import sigillo.net.Wire;

/** A request on a stream, and its reply. What waits for the peer's window is the reply and its place, no octets. One thread answers. */
final class StreamRequest implements Exchange.Request {
    private static final Runnable NO_PLACE = () -> { };

    private final Http2Connection connection;
    private final Wire wire;
    private final int number;
    private final boolean hasBody;
    private final Pipe pipe;
    private volatile RequestHead head;
    private Target target = new Target("", "");
    private volatile long bodyUntil;
    private int borrowed; // as the two below: under the connection's lock
    private boolean isLasting;
    private Runnable place = NO_PLACE;

    StreamRequest(Http2Connection connection, Wire wire, int number, RequestHead head, boolean hasBody) {
        this.connection = connection;
        this.wire = wire;
        this.number = number;
        this.head = head;
        this.hasBody = hasBody;
        this.pipe = new Pipe(wire);
    }

    int number() { return number; }

    RequestHead head() { return head; }

    boolean hasBody() { return hasBody; }

    Pipe pipe() { return pipe; }

    long bodyUntil() { return bodyUntil; }

    boolean isLasting() { return isLasting; }

    /** What it said is forgotten, and it has a place like a connection. */
    void lasts() {
        isLasting = true;
        head.wipe();
        head = head.forgotten();
        wire.giveBack(borrowed);
        borrowed = 0;
    }

    void place(Runnable place) { this.place = place; }

    // ---- what it holds; under the connection's lock ----

    /** What it says, and what it has beside. */
    int octetsHeld() { return Http2Limits.HEAD_TIMES * head.octets() + Http2Limits.REQUEST_OCTETS; }

    /** That was borrowed for it. */
    void holds() { borrowed += octetsHeld(); }

    boolean borrowThread() {
        if (!wire.borrow(Http2Limits.THREAD_OCTETS)) return false;
        borrowed += Http2Limits.THREAD_OCTETS;
        return true;
    }

    void close() {
        head.wipe();
        pipe.close();
        wire.giveBack(borrowed);
        borrowed = 0;
        place.run();
        place = NO_PLACE;
    }

    // ---- answering ----

    void answer(Answering site) throws IOException {
        bodyUntil = connection.after(connection.patience().request());
        var found = Target.of(head.path());
        if (found.isEmpty()) {
            send(Reply.text(400, ""));
            return;
        }
        target = found.get();
        Exchange.carry(site, this);
    }

    @Override public Asked.Method method() { return Asked.Method.of(head.method()); }

    @Override public String path() { return target.path(); }

    @Override public OptionalLong length() { return head.length(); }

    @Override public int unsaidOctets() { return hasBody && head.length().isEmpty() ? Http2Limits.UNSAID_BODY_OCTETS_MAX : 0; }

    @Override public Asked asked(byte[] body) {
        return new Asked(method(), path(), Fields.parse(target.query()), head.headers(), body, wire.client(), connection::recognised,
            head.authorization(), () -> connection.isGone(number));
    }

    @Override public void within(Duration time) { bodyUntil = connection.after(time); }

    @Override public boolean isFollowed() { return false; }

    @Override public void refused() { } // what is not read is not awaited: Streams says so

    @Override public void answered() { head.wipe(); }

    @Override public BodyRead read() throws IOException {
        if (!hasBody) return new BodyRead.Whole(new byte[0]);
        var octets = new byte[(int) head.length().orElse(Http2Limits.UNSAID_BODY_OCTETS_MAX)];
        var in = body();
        int count = 0;
        for (int n; count < octets.length && (n = in.read(octets, count, octets.length - count)) > 0; ) count += n;
        boolean isMore = head.length().isEmpty() && count == octets.length && in.read() >= 0;
        var body = Arrays.copyOf(octets, count);
        Arrays.fill(octets, (byte) 0);
        if (!isMore) return new BodyRead.Whole(body);
        Arrays.fill(body, (byte) 0);
        return new BodyRead.Refused(411); // longer ones are to say how long they are
    }

    @Override public InputStream body() {
        return new InputStream() {
            private boolean isBegun;

            @Override public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override public int read(byte[] into, int offset, int count) throws IOException {
                if (count == 0) return 0;
                if (!isBegun) begin();
                isBegun = true;
                return connection.read(StreamRequest.this, into, offset, count);
            }
        };
    }

    /** RFC 9110 section 10.1.1: who waits to be told is told. */
    private void begin() throws IOException {
        if (!hasBody) return;
        boolean isAwaited = head.headers().getOrDefault("expect", "").toLowerCase(Locale.ROOT).equals("100-continue");
        if (isAwaited) connection.more(this, Frames.headers(number, new HpackWriter().field(":status", "100").block(), false));
        connection.reads(this);
        connection.flush();
    }

    // ---- the reply ----

    @Override public void send(Reply reply) throws IOException {
        try {
            if (reply.taker().isPresent()) sendNow(Reply.text(501, "")); // RFC 8441 is not offered
            else if (reply.source().isEmpty()) sendNow(reply);
            else if (connection.stays(this)) stream(reply, reply.source().get());
            else sendNow(Reply.text(503, "").with("Retry-After", "10"));
        } finally {
            reply.over().run();
        }
    }

    /** Without a body. */
    static byte[] emptyReply(int status) { return block(Reply.nothing(status), "", 0); }

    /** {@code length}: to be said, where nobody has said it; negative: unknown. */
    private static byte[] block(Reply reply, String host, long length) {
        var fields = new LinkedHashMap<String, String>();
        Reply.safety(true, host).forEach((name, value) -> fields.put(name.toLowerCase(Locale.ROOT), value));
        reply.headers().forEach((name, value) -> fields.put(name.toLowerCase(Locale.ROOT), value));
        fields.keySet().removeAll(RequestHead.OF_A_HOP);
        boolean isUnsaid = length < 0 || reply.status() == 204 || reply.status() == 304; // RFC 9110 section 8.6
        if (!isUnsaid) fields.putIfAbsent("content-length", Long.toString(length));
        var block = new HpackWriter().field(":status", Integer.toString(reply.status()));
        fields.forEach(block::field);
        return block.block();
    }

    private void sendNow(Reply reply) throws IOException {
        var body = reply.body();
        boolean isEmpty = body.length() == 0;
        var headers = Frames.headers(number, block(reply, head.headers().getOrDefault("host", ""), body.length()), isEmpty);
        if (isEmpty) {
            connection.last(this, headers);
            return;
        }
        connection.more(this, headers);
        var taking = new Taking(connection);
        for (long at = 0; at < body.length(); ) {
            int n = connection.grant(this, body.length() - at, taking.until());
            boolean isLast = at + n == body.length();
            var frame = data(body, at, n, isLast);
            if (isLast) connection.last(this, frame);
            else connection.more(this, frame);
            taking.taken(n);
            at += n;
        }
    }

    /** Throws when it cannot be read: its length was said, so the stream is reset, and who waits sees that the rest does not come. */
    private byte[] data(Octets body, long at, int count, boolean isLast) throws IOException {
        var frame = Frames.begun(FrameType.DATA, isLast ? FrameType.END_STREAM : 0, number, count);
        for (int done = 0; done < count; ) {
            int n = body.read(at + done, frame, Http2Limits.HEAD_OCTETS + done, count - done);
            if (n <= 0) throw new IOException("a reply cannot be read to its end");
            done += n;
        }
        return frame;
    }

    private void stream(Reply reply, Outlet.Source source) throws IOException {
        connection.more(this, Frames.headers(number, block(reply, head.headers().getOrDefault("host", ""), -1), false));
        connection.flush();
        source.sendTo(new Outlet() {
            @Override public void send(byte[] octets) throws IOException { StreamRequest.this.send(octets); }

            @Override public boolean isOver() { return connection.isStopping() || connection.isGone(number); }
        });
        connection.last(this, Frames.data(number, new byte[0], true));
    }

    private void send(byte[] octets) throws IOException {
        var body = Octets.of(octets);
        var taking = new Taking(connection);
        for (int at = 0; at < octets.length; ) {
            int n = connection.grant(this, octets.length - at, taking.until());
            connection.more(this, data(body, at, n, false));
            taking.taken(n);
            at += n;
        }
        connection.flush();
    }

    /** Whether a peer takes what it asked for: a little in each term, or it does not get the rest. CVE-2019-9511, CVE-2019-9517. */
    private static final class Taking {
        private final Http2Connection connection;
        private long until;
        private int taken;

        Taking(Http2Connection connection) {
            this.connection = connection;
            this.until = connection.after(connection.patience().taken());
        }

        long until() { return until; }

        void taken(int octets) {
            taken += octets;
            if (taken < Http2Limits.TAKEN_OCTETS_MIN) return;
            taken = 0;
            until = connection.after(connection.patience().taken());
        }
    }
}
