package sigillo.certificates;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.DefaultConnection;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/**
 * The library's connections, with bounds for an authority that lies: HTTPS only, to the place that the directory is at or
 * names, so many requests, so many octets of each answer, and so much time for it. One conversation; one thread.
 */
final class BoundedProvider extends GenericAcmeProvider {
    private final Optional<String> trust;
    private final Duration patience;
    private int requests;
    private Optional<Instant> askedToWait = Optional.empty();

    /** {@code patience}: for what follows the header of an answer. */
    BoundedProvider(Optional<String> trust, Duration patience) {
        this.trust = trust;
        this.patience = patience;
    }

    /** What the last refusal said in Retry-After: RFC 8555 section 6.6. */
    Optional<Instant> askedToWait() { return askedToWait; }

    @Override public HttpClient createHttpClient(NetworkSettings settings) {
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.getTimeout());
        trust.ifPresent(pem -> client.sslContext(trusting(pem)));
        return client.build();
    }

    private static SSLContext trusting(String pem) {
        try {
            var authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            var octets = new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1));
            for (var one : CertificateFactory.getInstance("X.509").generateCertificates(octets)) {
                authorities.setCertificateEntry("" + authorities.size(), one);
            }
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(authorities);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException unreadable) {
            throw new IllegalArgumentException("acme.trust: " + unreadable.getMessage(), unreadable);
        }
    }

    @Override public Connection connect(URI server, NetworkSettings settings, HttpClient client) {
        return new Bounded(createHttpConnector(settings, client));
    }

    private final class Bounded extends DefaultConnection {
        Bounded(HttpConnector connector) { super(connector); }

        @Override protected void sendRequest(Session session, URL url, Consumer<HttpRequest.Builder> more) throws IOException {
            if (!url.getProtocol().equals("https")) throw new IOException("the authority sends us to " + url + ", which is not HTTPS");
            if (++requests > CertificateLimits.REQUESTS_MAX) throw new IOException("the authority needs too many requests");
            super.sendRequest(session, url, more);
            if (lastResponse.statusCode() >= 400) askedToWait = getRetryAfter();
            // a little that becomes very much would pass the bound
            if (lastResponse.headers().firstValue("Content-Encoding").isPresent())
                throw new IOException("the authority compresses what it says");
            lastResponse = new Shortened(lastResponse, patience);
        }
    }

    /** The same, of which no more is read than fits. */
    private record Shortened(HttpResponse<InputStream> whole, Duration patience) implements HttpResponse<InputStream> {
        @Override public InputStream body() { return new AnswerBody(whole.body(), CertificateLimits.ANSWER_OCTETS_MAX, patience); }

        @Override public int statusCode() { return whole.statusCode(); }

        @Override public HttpRequest request() { return whole.request(); }

        @Override public Optional<HttpResponse<InputStream>> previousResponse() { return Optional.empty(); }

        @Override public HttpHeaders headers() { return whole.headers(); }

        @Override public Optional<SSLSession> sslSession() { return whole.sslSession(); }

        @Override public URI uri() { return whole.uri(); }

        @Override public HttpClient.Version version() { return whole.version(); }
    }
}
