package sigillo.http;

import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.context.Context;
import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.TransportRequest;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpLogConfig;
import io.helidon.http.Status;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Pattern;
import sigillo.net.Protocol;
import sigillo.net.Wire;

/**
 * HTTP/1.1 (RFC 9112) behind a listener. Helidon reads requests and writes replies on the connection's own thread; what
 * it finds wrong is answered with a status and nothing else. Made once; nothing of Helidon is loaded before the first
 * connection.
 */
public final class HttpProtocol implements Protocol {
    /** RFC 9110 section 15.6.4; to who has asked for nothing yet. */
    private static final byte[] TOO_MANY = ("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\n"
        + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII);

    private final Answering site;

    /** {@code site}: answers what is asked. */
    public HttpProtocol(Answering site) { this.site = site; }

    /** Sends browsers that did not write https to {@code port}. */
    public static HttpProtocol toHttps(int port) { return toHttps(port, _ -> Optional.empty()); }

    /** {@code proofs}: what an authority of certificates is answered, by its token. */
    public static HttpProtocol toHttps(int port, Function<String, Optional<String>> proofs) { return new HttpProtocol(new ToHttps(port, proofs)); }

    @Override public void serve(Wire wire) throws IOException {
        try (var context = new WireContext(wire)) {
            Helidon.SELECTOR.connection(context.routed(site)).handle(Helidon.UNLIMITED);
        } catch (CloseConnectionException over) {
            if (over.getCause() instanceof IOException gone) throw gone;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override public byte[] tooMany() { return TOO_MANY.clone(); }

    /** Reached with the first connection. Nothing is looked for on the class path. */
    private static final class Helidon {
        /** How many may come is the listener's business. */
        static final Limit UNLIMITED = FixedLimit.create();

        static final Http1ConnectionSelector SELECTOR = Http1ConnectionSelector.builder().config(Http1Config.builder()
            .maxPrologueLength(HttpLimits.REQUEST_LINE_OCTETS_MAX).maxHeadersSize(HttpLimits.HEADER_OCTETS_MAX)
            .log(HttpLogConfig.builder().receiveLog(false).sendLog(false).build())
            .sendKeepAliveHeader(false).build()).build();

        static final ListenerConfig CONFIG = ListenerConfig.builder().protocolsDiscoverServices(false)
            .concurrencyLimitDiscoverServices(false).maxPayloadSize(HttpLimits.RECEIVED_OCTETS_MAX).build();
        static final MediaContext MEDIA = MediaContext.builder().mediaSupportsDiscoverServices(false).build();
        static final ContentEncodingContext ENCODINGS =
            ContentEncodingContext.builder().contentEncodingsDiscoverServices(false).build();
        static final Context CONTEXT = Context.create();
        static final ExecutorService EXECUTOR = Executors.newVirtualThreadPerTaskExecutor();
    }

    static ListenerContext listener(WireContext connection) { return new Listening(connection); }

    /** What Helidon asks of a listener. */
    private record Listening(WireContext connection) implements ListenerContext {
        private static final Status FIELDS_TOO_LARGE = Status.create(431, "Request Header Fields Too Large");
        /** A version that is not ours, as Helidon shows it: the whole line. */
        private static final Pattern OTHER_VERSION = Pattern.compile("[^ ]* [^ ]* HTTP/[0-9](\\.[0-9])?/");

        /**
         * What an {@link Answering} does wrong is answered by {@link Carried}; so what fails here is a request that nobody can
         * read. RFC 6585 section 5; RFC 9110 section 15.6.6.
         */
        private Status status(TransportRequest request, Status found) {
            if (found.code() != 400 && found.code() != 500) return found;
            if (connection.hasTooLargeFields()) return FIELDS_TOO_LARGE;
            boolean isOther = OTHER_VERSION.matcher(request.protocolVersion()).matches();
            return isOther ? Status.HTTP_VERSION_NOT_SUPPORTED_505 : Status.BAD_REQUEST_400;
        }

        /** Asked for when one is needed. */
        @Override public DirectHandlers directHandlers() {
            var handlers = DirectHandlers.builder();
            for (var event : DirectHandler.EventType.values()) {
                handlers.addHandler(event, (request, _, found, _, _) -> {
                    connection.refused();
                    var refused = TransportResponse.builder().status(status(request, found)).keepAlive(false);
                    Reply.SAFETY.forEach((name, value) -> refused.header(HeaderNames.create(name), value));
                    return refused.build();
                });
            }
            return handlers.build();
        }

        @Override public Context context() { return Helidon.CONTEXT; }

        @Override public MediaContext mediaContext() { return Helidon.MEDIA; }

        @Override public ContentEncodingContext contentEncodingContext() { return Helidon.ENCODINGS; }

        @Override public ListenerConfig config() { return Helidon.CONFIG; }

        @Override public ExecutorService executor() { return Helidon.EXECUTOR; }
    }

    /** All requests go to one place. */
    static Router router(WireContext context, Answering site) {
        var routing = HttpRouting.builder().any((request, response) -> Carried.out(context, site, request, response));
        return Router.builder().addRouting(routing).build();
    }
}
