package sigillo.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import sigillo.base.Octets;

/** Takes a request from Helidon to the site and its reply back. What the site did not catch is caught here. */
final class Carried {
    private static final System.Logger LOG = System.getLogger("sigillo.http");
    private static final BodyRoom OWNERS = new BodyRoom(HttpLimits.LARGE_BODIES_OCTETS_MAX);
    private static final BodyRoom STRANGERS = new BodyRoom(HttpLimits.LARGE_BODIES_OF_STRANGERS_OCTETS_MAX);

    private Carried() {}

    static void out(WireContext context, Answering site, ServerRequest request, ServerResponse response) {
        boolean isReceived = isReceived(site, request);
        long octets = isReceived ? 0 : octets(request);
        if (!isReceived && request.headers().contentLength().orElse(0) > site.bodyOctetsMax(path(request))) {
            send(context, request, response, refused(context, Reply.text(413, "")));
            return;
        }
        switch (octets <= HttpLimits.SMALL_BODY_OCTETS ? new Admission.Stranger() : admission(context, site, request)) {
            case Admission.Away(var why) -> send(context, request, response, refused(context, why));
            case Admission.Owner() -> within(OWNERS, octets, context, site, request, response);
            case Admission.Stranger() -> within(STRANGERS, octets, context, site, request, response);
        }
    }

    private static Admission admission(WireContext context, Answering site, ServerRequest request) {
        var asked = asked(context, request, Asked.Method.of(request.prologue().method().text()), new byte[0]);
        try {
            return site.admit(asked);
        } catch (RuntimeException fault) {
            return new Admission.Away(failed(asked, fault));
        }
    }

    private static void within(BodyRoom room, long octets, WireContext context, Answering site, ServerRequest request, ServerResponse response) {
        if (!room.enter(octets)) {
            send(context, request, response, refused(context, Reply.text(503, "").with("Retry-After", "10")));
            return;
        }
        try {
            boolean isReceived = isReceived(site, request);
            send(context, request, response, isReceived ? received(context, site, request) : answer(context, site, request));
        } finally {
            context.answered();
            room.leave(octets);
        }
    }

    private static String path(ServerRequest request) {
        return Objects.requireNonNullElse(request.path().path(), ""); // CONNECT has none
    }

    /** Only of known length: who sends in chunks is asked to say it. */
    private static boolean isReceived(Answering site, ServerRequest request) {
        return Asked.Method.of(request.prologue().method().text()) == Asked.Method.POST && request.headers().contentLength().isPresent()
            && site.receives(path(request), request.headers().contentLength().orElse(0));
    }

    /** What was not read of it cannot be told from the next request. */
    private static Reply received(WireContext context, Answering site, ServerRequest request) {
        long octets = request.headers().contentLength().orElse(0);
        context.passOn();
        var body = request.content().inputStream();
        var rest = new CountedStream(body);
        var asked = asked(context, request, Asked.Method.POST, new byte[0]);
        var reply = guarded(asked, () -> site.receive(asked, new Incoming(octets, rest, context::within)));
        if (rest.count() < octets) return refused(context, reply);
        boolean goesOn = site.goesOn(asked.path()) && context.dataReader().available() == 0;
        return goesOn ? reply : reply.closing();
    }

    /** As it says; of one that does not say it, no more than a small one's are read, and the lines between its chunks. */
    private static long octets(ServerRequest request) {
        var length = request.headers().contentLength();
        return length.isPresent() || !request.headers().contains(HeaderNames.TRANSFER_ENCODING) ? length.orElse(0)
            : HttpLimits.SMALL_BODY_OCTETS + HttpLimits.CHUNK_LINES_OCTETS_MAX;
    }

    private static Reply refused(WireContext context, Reply reply) {
        context.refused();
        return reply.closing();
    }

    private static Reply answer(WireContext context, Answering site, ServerRequest request) {
        var method = Asked.Method.of(request.prologue().method().text());
        if (method == Asked.Method.UNKNOWN) return refused(context, Reply.text(501, "")); // RFC 9110 section 9.1
        return switch (body(context, request)) {
            case ChunkedBody.Read.Refused(var status) -> refused(context, Reply.text(status, ""));
            case ChunkedBody.Read.Whole(var body) -> {
                try {
                    yield answer(site, asked(context, request, method, body));
                } finally {
                    Arrays.fill(body, (byte) 0);
                }
            }
        };
    }

    private static Reply answer(Answering site, Asked asked) {
        var reply = guarded(asked, () -> site.answer(asked));
        if (asked.method() == Asked.Method.HEAD) reply = reply.withoutBody();
        return asked.isRead() || site.goesOn(asked.path()) ? reply : reply.closing();
    }

    private interface Work {
        Reply answer() throws IOException;
    }

    private static Reply guarded(Asked asked, Work work) {
        try {
            return work.answer();
        } catch (IOException gone) {
            throw new CloseConnectionException("the connection is lost", gone);
        } catch (CloseConnectionException gone) {
            throw gone;
        } catch (RuntimeException | StackOverflowError fault) {
            return failed(asked, fault);
        }
    }

    private static Reply failed(Asked asked, Throwable fault) {
        LOG.log(Level.ERROR, "failed to answer " + asked, fault);
        return Reply.text(500, "Something went wrong here. It is in the server's log.\n");
    }

    /** Helidon has checked its length, where it has one. */
    private static ChunkedBody.Read body(WireContext context, ServerRequest request) {
        if (request.headers().contains(HeaderNames.TRANSFER_ENCODING)) return inChunks(context, request);
        try {
            return new ChunkedBody.Read.Whole(request.content().inputStream().readAllBytes());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** RFC 9110 section 10.1.1: who waits to be told is told. */
    private static ChunkedBody.Read inChunks(WireContext context, ServerRequest request) {
        if (request.headers().containsToken(HeaderValues.EXPECT_100)) context.goOn();
        return ChunkedBody.read(context.dataReader());
    }

    private static Asked asked(WireContext context, ServerRequest request, Asked.Method method, byte[] body) {
        var query = Fields.parse(request.query().rawValue());
        return new Asked(method, path(request), query, headers(context, request), body, context.client(), context::recognised,
            context.authorization(), context::hasEnded);
    }

    private static Map<String, String> headers(WireContext context, ServerRequest request) {
        var headers = new LinkedHashMap<String, String>();
        for (Header header : request.headers()) {
            headers.put(header.headerName().lowerCase().toLowerCase(Locale.ROOT), header.values());
        }
        if (context.hasAuthorization()) headers.remove("authorization");
        return headers;
    }

    private static void send(WireContext context, ServerRequest request, ServerResponse response, Reply reply) {
        try {
            boolean lasts = reply.taker().isPresent() || reply.source().isPresent();
            if (lasts && !context.stays()) sendNow(context, request, response, Reply.text(503, "").with("Retry-After", "10").closing());
            else if (reply.taker().isPresent()) handOver(context, reply, reply.taker().get());
            else if (reply.source().isPresent()) stream(context, request, reply, reply.source().get());
            else sendNow(context, request, response, reply);
        } catch (IOException gone) {
            throw new CloseConnectionException("the connection is lost", gone);
        } finally {
            reply.over().run();
        }
    }

    /** RFC 6797 section 7.2. Not for what a developer calls localhost, where other programs listen in clear. */
    private static Map<String, String> safety(WireContext context, ServerRequest request) {
        boolean isLocal = request.authority() != null && request.authority().startsWith("localhost");
        if (isLocal || !context.isSecure()) return Reply.SAFETY;
        var safety = new LinkedHashMap<>(Reply.SAFETY);
        safety.put("Strict-Transport-Security", "max-age=31536000");
        return safety;
    }

    private static void sendNow(WireContext context, ServerRequest request, ServerResponse response, Reply reply) {
        response.status(reply.status());
        safety(context, request).forEach((name, value) -> response.header(HeaderNames.create(name), value));
        reply.headers().forEach((name, value) -> response.headers().set(HeaderNames.create(name), value));
        boolean isLast = reply.closes() || context.isStopping() || isLast(request.headers());
        if (isLast) response.header(HeaderValues.CONNECTION_CLOSE);
        if (reply.status() == 204 || reply.status() == 304) response.headers().set(new UnsaidLength());
        try {
            write(response, reply.body());
        } catch (IOException unreadable) {
            // its length was said: who waits for the rest is to see that it does not come
            throw new CloseConnectionException("a reply cannot be read to its end", unreadable);
        }
        if (isLast) throw new CloseConnectionException("the last reply"); // RFC 9112 section 9.6
    }

    /** Helidon would keep the first octets until others come. The body ends with the connection: RFC 9112 section 6.3. */
    private static void stream(WireContext context, ServerRequest request, Reply reply, Outlet.Source source) throws IOException {
        var head = new StringBuilder("HTTP/1.1 " + reply.status() + " OK\r\n");
        var fields = new LinkedHashMap<>(safety(context, request));
        fields.putAll(reply.headers());
        fields.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        context.writeNow(head.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        context.wipe();
        source.sendTo(new Outlet() {
            @Override public void send(byte[] octets) { context.writeNow(octets); }

            @Override public boolean isOver() { return context.isStopping() || context.hasEnded(); }
        });
        throw new CloseConnectionException("the last reply");
    }

    /** RFC 9110 section 7.8. A client that has not waited for this does not speak what we offer: RFC 6455 section 4.1. */
    private static void handOver(WireContext context, Reply reply, Channel.Taker taker) throws IOException {
        if (context.dataReader().available() > 0) throw new CloseConnectionException("the peer has not waited");
        var head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n");
        reply.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        context.writeNow(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        context.wipe();
        taker.talk(context.channel());
        throw new CloseConnectionException("the last of it");
    }

    private static void write(ServerResponse response, Octets body) throws IOException {
        if (body.length() <= HttpLimits.REPLY_AT_ONCE_OCTETS_MAX) {
            response.send(body.bytes(0, body.length(), HttpLimits.REPLY_AT_ONCE_OCTETS_MAX));
            return;
        }
        response.contentLength(body.length());
        try (var out = response.outputStream()) {
            body.writeTo(out);
        }
    }

    /** A body in chunks was read past Helidon, which would look for its rest. */
    private static boolean isLast(ServerRequestHeaders headers) {
        return headers.containsToken(HeaderValues.CONNECTION_CLOSE) || headers.contains(HeaderNames.TRANSFER_ENCODING);
    }
}
