package sigillo.reporting;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import sigillo.net.ClientTls;
import sigillo.net.TestCertificates;
import sigillo.net.TestCertificates.Authority;

/** An HTTPS server on loopback that answers with a status and nothing else. */
public record TlsServer(HttpsServer server, ClientTls trust) implements AutoCloseable {
    public interface Handler {
        int status(HttpExchange exchange) throws IOException;
    }

    public static TlsServer of(Path folder, String name, Handler handler) throws Exception {
        var authority = Authority.make("Test Authority");
        var files = authority.issue(folder, name);
        var chain = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(Files.readAllBytes(files.chain())));
        var der = Base64.getMimeDecoder().decode(Files.readString(files.key()).replaceAll("-----[^-]*-----", ""));
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("key", KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)), new char[0], chain.toArray(Certificate[]::new));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(handler.status(exchange), -1);
            exchange.close();
        });
        server.start();
        return new TlsServer(server, ClientTls.verifying(TestCertificates.trusting(authority.certificate())));
    }

    public int port() { return server.getAddress().getPort(); }

    @Override public void close() { server.stop(0); }
}
