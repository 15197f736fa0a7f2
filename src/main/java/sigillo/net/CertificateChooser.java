package sigillo.net;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Chooses the certificate for the name that the client asked for (SNI, RFC 6066 section 3); the first one when it asked
 * for none or for one that we do not have. An alias is the place in the list.
 */
final class CertificateChooser extends X509ExtendedKeyManager {
    /** Of whom an authority asks for proof that he has the name: not a place in the list, but the name. */
    private static final String PROOF = "proof of ";

    private final List<Certificate> certificates;
    private final NameProofs proofs;

    CertificateChooser(List<Certificate> certificates, NameProofs proofs) {
        this.certificates = List.copyOf(certificates);
        this.proofs = proofs;
    }

    @Override public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return socket instanceof SSLSocket secure ? choose(keyType, secure.getHandshakeSession()) : null;
    }

    @Override public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        var session = engine.getHandshakeSession();
        if (!NameProofs.PROTOCOL.equals(engine.getHandshakeApplicationProtocol())) return choose(keyType, session);
        var host = nameAskedFor(session);
        return host == null || proofs.of(host).filter(proof -> proof.keyType().equals(keyType)).isEmpty() ? null : PROOF + host;
    }

    private String choose(String keyType, SSLSession session) {
        var host = nameAskedFor(session);
        boolean isOurs = host != null && certificates.stream().anyMatch(c -> c.isFor(host));
        for (int i = 0; i < certificates.size(); i++) {
            var certificate = certificates.get(i);
            boolean fits = certificate.keyType().equals(keyType) && (!isOurs || certificate.isFor(host));
            if (fits) return Integer.toString(i);
        }
        return null;
    }

    private static String nameAskedFor(SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)) return null;
        for (var name : extended.getRequestedServerNames()) {
            if (name instanceof SNIHostName host) return host.getAsciiName();
        }
        return null;
    }

    @Override public X509Certificate[] getCertificateChain(String alias) {
        return at(alias).chain().toArray(X509Certificate[]::new);
    }

    @Override public PrivateKey getPrivateKey(String alias) { return at(alias).key(); }

    private Certificate at(String alias) {
        if (!alias.startsWith(PROOF)) return certificates.get(Integer.parseInt(alias));
        return proofs.of(alias.substring(PROOF.length())).orElse(certificates.getFirst()); // withdrawn meanwhile: the proof fails
    }

    @Override public String[] getServerAliases(String keyType, Principal[] issuers) { return null; }

    @Override public String[] getClientAliases(String keyType, Principal[] issuers) { return null; }

    @Override public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) { return null; }
}
