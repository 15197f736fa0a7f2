package sigillo.net;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Our side of TLS as a client. Any thread; one for the whole program is enough. */
public final class ClientTls {
    private final SSLContext context;
    private final boolean verifies;

    private ClientTls(SSLContext context, boolean verifies) {
        this.context = context;
        this.verifies = verifies;
    }

    /** Encrypts and verifies nothing: between mail servers, better than nothing. RFC 7435 section 3. */
    public static ClientTls opportunistic() {
        return new ClientTls(context(new TrustManager[] {new TrustsAll()}), false);
    }

    /** The certificate must be valid under the JDK's authorities and for the host's name: for a smarthost. RFC 9525. */
    public static ClientTls verifying() { return new ClientTls(context(null), true); }

    /** The same under other authorities. */
    public static ClientTls verifying(TrustManager... trust) { return new ClientTls(context(trust), true); }

    SSLSocket clientSocket(Socket plain, String host) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, plain.getPort(), true);
        var parameters = TlsPolicy.parameters();
        if (isName(host)) parameters.setServerNames(List.of(new SNIHostName(host)));
        if (verifies) parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static boolean isName(String host) { return host.matches("[a-zA-Z0-9_.-]*[a-zA-Z_-][a-zA-Z0-9_-]*"); }

    private static SSLContext context(TrustManager[] trust) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust, null);
            context.getClientSessionContext().setSessionCacheSize(NetLimits.TLS_SESSIONS_MAX);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("TLS cannot be set up", impossible);
        }
    }

    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override public void checkClientTrusted(X509Certificate[] chain, String type) { }

        @Override public void checkServerTrusted(X509Certificate[] chain, String type) { }

        @Override public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) { }

        @Override public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) { }

        @Override public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) { }

        @Override public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) { }

        @Override public X509Certificate[] getAcceptedIssuers() { return new X509Certificate[0]; }
    }
}
