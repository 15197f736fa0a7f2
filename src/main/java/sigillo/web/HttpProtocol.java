package sigillo.web;

import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.context.Context;
import io.helidon.http.DirectHandler;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import sigillo.net.Protocol;
import sigillo.net.Wire;

/**
 * HTTP/1.1 (RFC 9112) behind a listener. Helidon reads requests and writes replies on the connection's own thread; what it
 * finds wrong is answered with a status and nothing else. Made once; nothing of Helidon is loaded before the first
 * connection.
 */
public final class HttpProtocol implements Protocol {
    private static final byte[] TOO_MANY = {};

    private final Answering site;

    HttpProtocol(Answering site) { this.site = site; }

    /** Sends browsers that did not write https to {@code port}. */
    public static HttpProtocol toHttps(int port) { return new HttpProtocol(new ToHttps(port)); }

    @Override public void serve(Wire wire) throws IOException {
        try (var context = new WireContext(wire, Helidon.LISTENER)) {
            Helidon.SELECTOR.connection(context.routed(site)).handle(Helidon.UNLIMITED);
        } catch (CloseConnectionException over) {
            if (over.getCause() instanceof IOException gone) throw gone;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override public byte[] tooMany() { return TOO_MANY.clone(); }

    /** Reached with the first connection. */
    private static final class Helidon {
        /** How many may come is the listener's business. */
        static final Limit UNLIMITED = FixedLimit.create();

        static final Http1ConnectionSelector SELECTOR = Http1ConnectionSelector.builder().config(Http1Config.builder()
            .maxPrologueLength(WebLimits.REQUEST_LINE_OCTETS_MAX).maxHeadersSize(WebLimits.HEADER_OCTETS_MAX)
            .log(HttpLogConfig.builder().receiveLog(false).sendLog(false).build()).sendKeepAliveHeader(false).build()).build();

        static final ListenerContext LISTENER = new Listening();
    }

    /** What Helidon asks of a listener. Nothing is looked for on the class path. */
    private static final class Listening implements ListenerContext {
        private final ListenerConfig config = ListenerConfig.builder().protocolsDiscoverServices(false).concurrencyLimitDiscoverServices(false)
            .maxPayloadSize(WebLimits.BODY_OCTETS_MAX).build();
        private final MediaContext media = MediaContext.builder().mediaSupportsDiscoverServices(false).build();
        private final ContentEncodingContext encodings = ContentEncodingContext.builder().contentEncodingsDiscoverServices(false).build();
        private final DirectHandlers refusals = refusals();
        private final Context context = Context.create();
        private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

        /** What {@link Site} does wrong is answered by {@link Carried}; so what fails here is a request that nobody can read. */
        private static Status status(Status found) { return found.code() == 500 ? Status.BAD_REQUEST_400 : found; }

        private static DirectHandlers refusals() {
            var handlers = DirectHandlers.builder();
            for (var event : DirectHandler.EventType.values()) {
                handlers.addHandler(event, (_, _, status, _, _) -> {
                    var refused = DirectHandler.TransportResponse.builder().status(status(status)).keepAlive(false);
                    Reply.SAFETY.forEach((name, value) -> refused.header(HeaderNames.create(name), value));
                    return refused.build();
                });
            }
            return handlers.build();
        }

        @Override public Context context() { return context; }

        @Override public MediaContext mediaContext() { return media; }

        @Override public ContentEncodingContext contentEncodingContext() { return encodings; }

        @Override public DirectHandlers directHandlers() { return refusals; }

        @Override public ListenerConfig config() { return config; }

        @Override public ExecutorService executor() { return executor; }
    }

    /** All requests go to one place. */
    static Router router(WireContext context, Answering site) {
        return Router.builder().addRouting(HttpRouting.builder().any((request, response) -> Carried.out(context, site, request, response))).build();
    }
}
