package sigillo.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import sigillo.base.Octets;

/** A request as Helidon has it, and its reply as Helidon sends it. */
record Carried(WireContext context, ServerRequest request, ServerResponse response) implements Exchange.Request {

    static void out(WireContext context, Answering site, ServerRequest request, ServerResponse response) {
        try {
            Exchange.carry(site, new Carried(context, request, response));
        } catch (IOException gone) {
            throw new CloseConnectionException("the connection is lost", gone);
        }
    }

    @Override public Asked.Method method() { return Asked.Method.of(request.prologue().method().text()); }

    @Override public String path() { return Objects.requireNonNullElse(request.path().path(), ""); } // CONNECT has none

    @Override public OptionalLong length() { return request.headers().contentLength(); }

    /** No more than a small one's are read, and the lines between its chunks. */
    @Override public int unsaidOctets() {
        return request.headers().contains(HeaderNames.TRANSFER_ENCODING) ? HttpLimits.SMALL_BODY_OCTETS + HttpLimits.CHUNK_LINES_OCTETS_MAX : 0;
    }

    @Override public InputStream body() {
        context.passOn();
        return request.content().inputStream();
    }

    @Override public void within(Duration time) { context.within(time); }

    @Override public boolean isFollowed() { return context.dataReader().available() > 0; }

    @Override public void refused() { context.refused(); }

    @Override public void answered() { context.answered(); }

    /** Helidon has checked its length, where it has one. */
    @Override public BodyRead read() {
        if (request.headers().contains(HeaderNames.TRANSFER_ENCODING)) return inChunks();
        try {
            return new BodyRead.Whole(request.content().inputStream().readAllBytes());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** RFC 9110 section 10.1.1: who waits to be told is told. */
    private BodyRead inChunks() {
        if (request.headers().containsToken(HeaderValues.EXPECT_100)) context.goOn();
        return ChunkedBody.read(context.dataReader());
    }

    @Override public Asked asked(byte[] body) {
        var query = Fields.parse(request.query().rawValue());
        return new Asked(method(), path(), query, headers(), body, context.client(), context::recognised, context.authorization(), context::hasEnded);
    }

    private Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        for (Header header : request.headers()) {
            headers.put(header.headerName().lowerCase().toLowerCase(Locale.ROOT), header.values());
        }
        if (context.hasAuthorization()) headers.remove("authorization");
        return headers;
    }

    @Override public void send(Reply reply) {
        try {
            boolean lasts = reply.taker().isPresent() || reply.source().isPresent();
            if (lasts && !context.stays()) sendNow(Reply.text(503, "").with("Retry-After", "10").closing());
            else if (reply.taker().isPresent()) handOver(reply, reply.taker().get());
            else if (reply.source().isPresent()) stream(reply, reply.source().get());
            else sendNow(reply);
        } catch (IOException gone) {
            throw new CloseConnectionException("the connection is lost", gone);
        } finally {
            reply.over().run();
        }
    }

    private Map<String, String> safety() {
        return Reply.safety(context.isSecure(), Objects.requireNonNullElse(request.authority(), ""));
    }

    private void sendNow(Reply reply) {
        response.status(reply.status());
        safety().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        reply.headers().forEach((name, value) -> response.headers().set(HeaderNames.create(name), value));
        boolean isLast = reply.closes() || context.isStopping() || context.isLast() || isLast(request.headers());
        if (isLast) response.header(HeaderValues.CONNECTION_CLOSE);
        if (reply.status() == 204 || reply.status() == 304) response.headers().set(new UnsaidLength());
        try {
            write(reply.body());
        } catch (IOException unreadable) {
            // its length was said: who waits for the rest is to see that it does not come
            throw new CloseConnectionException("a reply cannot be read to its end", unreadable);
        }
        if (isLast) throw new CloseConnectionException("the last reply"); // RFC 9112 section 9.6
    }

    /** Helidon would keep the first octets until others come. The body ends with the connection: RFC 9112 section 6.3. */
    private void stream(Reply reply, Outlet.Source source) throws IOException {
        var head = new StringBuilder("HTTP/1.1 " + reply.status() + " OK\r\n");
        var fields = new LinkedHashMap<>(safety());
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
    private void handOver(Reply reply, Channel.Taker taker) throws IOException {
        if (context.dataReader().available() > 0) throw new CloseConnectionException("the peer has not waited");
        var head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n");
        reply.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        context.writeNow(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        context.wipe();
        taker.talk(context.channel());
        throw new CloseConnectionException("the last of it");
    }

    private void write(Octets body) throws IOException {
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
