package sigillo.net;

import javax.net.ssl.SSLSession;

/** What was agreed on: for the Received header and the story. {@code version} as in {@code TLSv1.3}. */
public record TlsFacts(String version, String cipherSuite) {
    static TlsFacts of(SSLSession session) { return new TlsFacts(session.getProtocol(), session.getCipherSuite()); }

    @Override public String toString() { return version + " " + cipherSuite; }
}
