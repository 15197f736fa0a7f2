package sigillo.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Our side of TLS as a client. Any thread; one for the whole program is enough. */
public final class ClientTls {
    private static final int DNS_NAME = 2; // X509Certificate.getSubjectAlternativeNames
    private static final int IP_ADDRESS = 7;

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

    /** The same under the authorities of a text in PEM; throws {@link IOException} when it holds none. */
    public static ClientTls under(String pem) throws IOException {
        try {
            var authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            var octets = new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1));
            for (var one : CertificateFactory.getInstance("X.509").generateCertificates(octets)) {
                authorities.setCertificateEntry("" + authorities.size(), one);
            }
            if (authorities.size() == 0) throw new IOException("there is no certificate in PEM");
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(authorities);
            return verifying(managers.getTrustManagers());
        } catch (CertificateException unreadable) {
            throw new IOException("a certificate cannot be read: " + unreadable.getMessage(), unreadable);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("no certificates can be kept", impossible);
        }
    }

    /** Exactly the certificate of this fingerprint, whatever it says: SHA-256 of its DER, in lower-case hexadecimal. */
    public static ClientTls pinned(String sha256) {
        return new ClientTls(context(new TrustManager[] {new TrustsOne(sha256)}), false);
    }

    /** Whether what a server shows is accepted: {@code chain}, its own certificate first. The message is for people. */
    public interface Judge {
        void judge(List<X509Certificate> chain) throws CertificateException;
    }

    /**
     * Accepts what the judge accepts, whatever the name. To be made for one connection: a session that is resumed is
     * not judged again.
     */
    public static ClientTls judging(Judge judge) {
        return new ClientTls(context(new TrustManager[] {new TrustsJudged(judge)}), false);
    }

    /** For one connection, whose handshake is still to be done. */
    SSLEngine clientEngine(String host, int port) {
        var engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        var parameters = TlsPolicy.parameters();
        parameters.setServerNames(serverNames(host));
        if (verifies) parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }

    /**
     * RFC 9525: a name is taken from the subject's alternative names alone. The JDK would take its common name
     * where there are none. To be asked after the handshake.
     */
    void requireName(SSLSession session) throws IOException {
        if (verifies && !(session.getPeerCertificates()[0] instanceof X509Certificate shown && hasName(shown)))
            throw new SSLPeerUnverifiedException("its certificate has no subject alternative name");
    }

    private static boolean hasName(X509Certificate certificate) throws SSLPeerUnverifiedException {
        try {
            var names = certificate.getSubjectAlternativeNames();
            return names != null && names.stream().anyMatch(name -> name.getFirst().equals(DNS_NAME) || name.getFirst().equals(IP_ADDRESS));
        } catch (CertificateParsingException unreadable) {
            throw new SSLPeerUnverifiedException("the names of its certificate cannot be read");
        }
    }

    /**
     * RFC 6066 section 3: of DNS names only. As octets, since hosts are called by names with an underscore too, which
     * the check of a text refuses. What cannot be said so (a label is too long) is not said.
     */
    private static List<SNIServerName> serverNames(String host) {
        if (!isName(host)) return List.of();
        try {
            return List.of(new SNIHostName(host.getBytes(StandardCharsets.US_ASCII)));
        } catch (IllegalArgumentException unspeakable) {
            return List.of();
        }
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

    private static final class TrustsAll extends TrustsBy {
        @Override void check(X509Certificate[] chain) { }
    }

    private static final class TrustsJudged extends TrustsBy {
        private final Judge judge;

        TrustsJudged(Judge judge) { this.judge = judge; }

        @Override void check(X509Certificate[] chain) throws CertificateException { judge.judge(List.of(chain)); }
    }

    private static final class TrustsOne extends TrustsBy {
        private final String sha256;

        TrustsOne(String sha256) { this.sha256 = sha256; }

        @Override void check(X509Certificate[] chain) throws CertificateException {
            var seen = fingerprint(chain[0]);
            if (!seen.equals(sha256))
                throw new CertificateException("its certificate has another fingerprint: " + seen);
        }

        private static String fingerprint(X509Certificate certificate) throws CertificateException {
            try {
                return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }

    /** One rule, wherever a certificate comes from. */
    private abstract static class TrustsBy extends X509ExtendedTrustManager {
        abstract void check(X509Certificate[] chain) throws CertificateException;

        @Override public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException { check(chain); }

        @Override public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException { check(chain); }

        @Override public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException { check(chain); }

        @Override public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException { check(chain); }

        @Override public X509Certificate[] getAcceptedIssuers() { return new X509Certificate[0]; }
    }
}
