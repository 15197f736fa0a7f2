package sigillo.web;

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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Takes a request from Helidon to the site and its reply back. What the site did not catch is caught here. */
final class Carried {
    private static final System.Logger LOG = System.getLogger("sigillo.web");
    private static final BodyRoom ROOM = new BodyRoom();

    private Carried() {}

    static void out(WireContext context, Answering site, ServerRequest request, ServerResponse response) {
        long octets = octets(request);
        if (!ROOM.enter(octets)) {
            send(context, request, response, refused(context, Reply.text(503, "").with("Retry-After", "10")));
            return;
        }
        try {
            send(context, request, response, answer(context, site, request));
        } finally {
            context.answered();
            ROOM.leave(octets);
        }
    }

    /** As it says; of one that does not say it, no more than a small one's are read, and the lines between its chunks. */
    private static long octets(ServerRequest request) {
        var length = request.headers().contentLength();
        return length.isPresent() || !request.headers().contains(HeaderNames.TRANSFER_ENCODING) ? length.orElse(0)
            : WebLimits.SMALL_BODY_OCTETS + WebLimits.CHUNK_LINES_OCTETS_MAX;
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
        Reply reply;
        try {
            reply = site.answer(asked);
        } catch (RuntimeException | StackOverflowError fault) {
            LOG.log(Level.ERROR, "failed to answer " + asked, fault);
            reply = Reply.text(500, "Something went wrong here. It is in the server's log.\n");
        }
        boolean isHead = asked.method() == Asked.Method.HEAD;
        if (isHead) reply = new Reply(reply.status(), reply.headers(), new byte[0], reply.closes());
        return asked.isRead() ? reply : reply.closing();
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
        var path = Objects.requireNonNullElse(request.path().path(), ""); // CONNECT has none
        var query = Fields.parse(request.query().rawValue());
        return new Asked(method, path, query, headers(request), body, context.client(), context::recognised);
    }

    private static Map<String, String> headers(ServerRequest request) {
        var headers = new LinkedHashMap<String, String>();
        for (Header header : request.headers()) {
            headers.put(header.headerName().lowerCase().toLowerCase(Locale.ROOT), header.values());
        }
        return headers;
    }

    private static void send(WireContext context, ServerRequest request, ServerResponse response, Reply reply) {
        response.status(reply.status());
        Reply.SAFETY.forEach((name, value) -> response.header(HeaderNames.create(name), value));
        reply.headers().forEach((name, value) -> response.headers().set(HeaderNames.create(name), value));
        boolean isLast = reply.closes() || context.isStopping() || isLast(request.headers());
        if (isLast) response.header(HeaderValues.CONNECTION_CLOSE);
        response.send(reply.body());
        if (isLast) throw new CloseConnectionException("the last reply"); // RFC 9112 section 9.6
    }

    /** A body in chunks was read past Helidon, which would look for its rest. */
    private static boolean isLast(ServerRequestHeaders headers) {
        return headers.containsToken(HeaderValues.CONNECTION_CLOSE) || headers.contains(HeaderNames.TRANSFER_ENCODING);
    }
}
