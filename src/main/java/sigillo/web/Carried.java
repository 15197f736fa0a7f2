package sigillo.web;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
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
import java.util.Set;

/** Takes a request from Helidon to the site and its reply back. What the site did not catch is caught here. */
final class Carried {
    private static final System.Logger LOG = System.getLogger("sigillo.web");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "DELETE");

    private static final BodyRoom ROOM = new BodyRoom();

    private Carried() {}

    static void out(WireContext context, Answering site, ServerRequest request, ServerResponse response) {
        long octets = octets(request);
        if (!ROOM.enter(octets)) {
            send(context, request, response, Reply.text(503, "").with("Retry-After", "10").closing());
            return;
        }
        try {
            answered(context, site, request, response);
        } finally {
            ROOM.leave(octets);
        }
    }

    /** As it says; of one that does not say it (RFC 9112 section 7.1), no more than a small one's are read. */
    private static long octets(ServerRequest request) { return request.headers().contentLength().orElse(0); }

    private static void answered(WireContext context, Answering site, ServerRequest request, ServerResponse response) {
        var body = body(request);
        try {
            var reply = body.length > WebLimits.SMALL_BODY_OCTETS && octets(request) == 0 ? Reply.text(411, "").closing()
                : answer(site, asked(context, request, body));
            send(context, request, response, reply);
        } finally {
            Arrays.fill(body, (byte) 0);
            context.answered();
        }
    }

    private static Reply answer(Answering site, Asked asked) {
        Reply reply;
        try {
            reply = site.answer(asked);
        } catch (RuntimeException | StackOverflowError fault) {
            LOG.log(Level.ERROR, "failed to answer " + asked, fault);
            reply = Reply.text(500, "Something went wrong here. It is in the server's log.\n");
        }
        if (asked.method() == Asked.Method.HEAD) reply = new Reply(reply.status(), reply.headers(), new byte[0], reply.closes());
        return asked.isRead() ? reply : reply.closing();
    }

    /** Helidon has checked its length, or counts it. */
    private static byte[] body(ServerRequest request) {
        try {
            var in = request.content().inputStream(); // not closed: that would wait for what is refused
            return octets(request) > 0 ? in.readAllBytes() : in.readNBytes(WebLimits.SMALL_BODY_OCTETS + 1);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static Asked asked(WireContext context, ServerRequest request, byte[] body) {
        var method = request.prologue().method().text();
        var known = METHODS.contains(method) ? Asked.Method.valueOf(method) : Asked.Method.OTHER;
        return new Asked(known, request.path().path(), Fields.parse(request.query().rawValue()), headers(request), body, context.client());
    }

    private static Map<String, String> headers(ServerRequest request) {
        var headers = new LinkedHashMap<String, String>();
        for (Header header : request.headers()) headers.put(header.headerName().lowerCase().toLowerCase(Locale.ROOT), header.values());
        return headers;
    }

    private static void send(WireContext context, ServerRequest request, ServerResponse response, Reply reply) {
        response.status(reply.status());
        Reply.SAFETY.forEach((name, value) -> response.header(HeaderNames.create(name), value));
        reply.headers().forEach((name, value) -> response.headers().set(HeaderNames.create(name), value));
        boolean isLast = reply.closes() || context.isStopping() || request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
        if (isLast) response.header(HeaderValues.CONNECTION_CLOSE);
        response.send(reply.body());
        if (isLast) throw new CloseConnectionException("the last reply"); // RFC 9112 section 9.6
    }
}
