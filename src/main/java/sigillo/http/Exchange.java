package sigillo.http;

import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * What becomes of a request, whichever framer carries it: whether its body is read, and where to; what it is answered. What the
 * site did not catch is caught here.
 */
public final class Exchange {
    private static final System.Logger LOG = System.getLogger("sigillo.http");
    private static final BodyRoom OWNERS = new BodyRoom(HttpLimits.LARGE_BODIES_OCTETS_MAX);
    private static final BodyRoom STRANGERS = new BodyRoom(HttpLimits.LARGE_BODIES_OF_STRANGERS_OCTETS_MAX);

    private Exchange() {}

    /** A request as its framer has it, before its body is read. One thread. */
    public interface Request {
        Asked.Method method();

        /** Decoded. */
        String path();

        /** As it says, in octets. */
        OptionalLong length();

        /** Of a body that does not say how long it is: what may be read of it in all, in octets; else 0. */
        int unsaidOctets();

        Asked asked(byte[] body);

        /** All of its body, which is known to be no longer than it may be. */
        BodyRead read() throws IOException;

        /** Its body, to be read piece by piece. */
        InputStream body();

        void within(Duration time);

        /** Whether what follows a body that was read so is another request. */
        boolean isFollowed();

        /** It is not read to its end. */
        void refused();

        void send(Reply reply) throws IOException;

        /** Nothing of it is needed any more. */
        void answered();
    }

    /** Answers it. Throws when the connection is lost. */
    public static void carry(Answering site, Request request) throws IOException {
        boolean isReceived = isReceived(site, request);
        long octets = isReceived ? 0 : octets(request);
        if (!isReceived && request.length().orElse(0) > site.bodyOctetsMax(request.path())) {
            request.send(refused(request, Reply.text(413, "")));
            return;
        }
        switch (octets <= HttpLimits.SMALL_BODY_OCTETS ? new Admission.Stranger() : admission(site, request)) {
            case Admission.Away(var why) -> request.send(refused(request, why));
            case Admission.Owner() -> within(OWNERS, octets, site, request);
            case Admission.Stranger() -> within(STRANGERS, octets, site, request);
        }
    }

    private static Admission admission(Answering site, Request request) {
        var asked = request.asked(new byte[0]);
        try {
            return site.admit(asked);
        } catch (RuntimeException | Error fault) {
            return new Admission.Away(failed(asked, fault));
        }
    }

    private static void within(BodyRoom room, long octets, Answering site, Request request) throws IOException {
        if (!room.enter(octets)) {
            request.send(refused(request, Reply.text(503, "").with("Retry-After", "10")));
            return;
        }
        try {
            request.send(isReceived(site, request) ? received(site, request) : answer(site, request));
        } finally {
            request.answered();
            room.leave(octets);
        }
    }

    /** Only of known length: who sends in chunks is asked to say it. */
    private static boolean isReceived(Answering site, Request request) {
        boolean isSent = request.method() == Asked.Method.POST || request.method() == Asked.Method.PUT;
        return isSent && request.length().isPresent() && site.receives(request.path(), request.length().getAsLong());
    }

    /** What was not read of it cannot be told from the next request. */
    private static Reply received(Answering site, Request request) throws IOException {
        long octets = request.length().orElse(0);
        var rest = new CountedStream(request.body());
        var asked = request.asked(new byte[0]);
        var reply = guarded(asked, () -> site.receive(asked, new Incoming(octets, rest, request::within)));
        if (rest.count() < octets) return refused(request, reply);
        return site.goesOn(asked.path()) && !request.isFollowed() ? reply : reply.closing();
    }

    private static long octets(Request request) { return request.length().orElse(request.unsaidOctets()); }

    private static Reply refused(Request request, Reply reply) {
        request.refused();
        return reply.closing();
    }

    private static Reply answer(Answering site, Request request) throws IOException {
        if (request.method() == Asked.Method.UNKNOWN) return refused(request, Reply.text(501, "")); // RFC 9110 section 9.1
        return switch (request.read()) {
            case BodyRead.Refused(var status) -> refused(request, Reply.text(status, ""));
            case BodyRead.Whole(var body) -> {
                try {
                    yield answer(site, request.asked(body));
                } finally {
                    Arrays.fill(body, (byte) 0);
                }
            }
        };
    }

    private static Reply answer(Answering site, Asked asked) throws IOException {
        var reply = guarded(asked, () -> site.answer(asked));
        if (asked.method() == Asked.Method.HEAD) reply = reply.withoutBody();
        return asked.isRead() || site.goesOn(asked.path()) ? reply : reply.closing();
    }

    private interface Work {
        Reply answer() throws IOException;
    }

    private static Reply guarded(Asked asked, Work work) throws IOException {
        try {
            return work.answer();
        } catch (CloseConnectionException gone) {
            throw gone;
        } catch (RuntimeException | Error fault) {
            return failed(asked, fault);
        }
    }

    private static Reply failed(Asked asked, Throwable fault) {
        LOG.log(Level.ERROR, "failed to answer " + asked, fault);
        return Reply.text(500, "Something went wrong here. It is in the server's log.\n");
    }
}
