package sigillo.peers;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS that believes everyone, for probes that ask something else. */
public final class TrustAll extends X509ExtendedTrustManager {
    private TrustAll() {}

    public static SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) { }

    @Override public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) { }

    @Override public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) { }

    @Override public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) { }

    @Override public void checkClientTrusted(X509Certificate[] chain, String type) { }

    @Override public void checkServerTrusted(X509Certificate[] chain, String type) { }

    @Override public X509Certificate[] getAcceptedIssuers() { return new X509Certificate[0]; }
}
