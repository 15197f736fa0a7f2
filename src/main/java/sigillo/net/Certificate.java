package sigillo.net;

import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A chain, leaf first, the leaf's key and the names it stands for (lower case, perhaps {@code *.home.example}). */
record Certificate(List<X509Certificate> chain, PrivateKey key, Set<String> names) {
    private static final Integer DNS_NAME = 2; // RFC 5280 section 4.2.1.6

    Certificate(List<X509Certificate> chain, PrivateKey key) {
        this(List.copyOf(chain), key, namesOf(chain.getFirst()));
    }

    /** As JSSE names them: RSA, EC, EdDSA. */
    String keyType() { return chain.getFirst().getPublicKey().getAlgorithm(); }

    boolean isFor(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return names.contains(name) || dot > 0 && names.contains("*" + name.substring(dot));
    }

    private static Set<String> namesOf(X509Certificate leaf) {
        var names = new HashSet<String>();
        try {
            var alternatives = leaf.getSubjectAlternativeNames();
            if (alternatives == null) return Set.of();
            for (var name : alternatives) {
                if (DNS_NAME.equals(name.get(0))) names.add(name.get(1).toString().toLowerCase(Locale.ROOT));
            }
        } catch (CertificateParsingException unreadable) {
            return Set.of(); // it can still be served to who asks for no name
        }
        return Set.copyOf(names);
    }
}
