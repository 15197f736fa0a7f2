package sigillo.net;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A chain, leaf first, the leaf's key and the names it stands for (lower case, perhaps {@code *.home.example}). */
public record Certificate(List<X509Certificate> chain, PrivateKey key, Set<String> names) {
    private static final Integer DNS_NAME = 2; // RFC 5280 section 4.2.1.6

    public Certificate(List<X509Certificate> chain, PrivateKey key) {
        this(List.copyOf(chain), key, namesOf(chain.getFirst()));
    }

    public X509Certificate leaf() { return chain.getFirst(); }

    /** As JSSE names them: RSA, EC, EdDSA. */
    String keyType() { return leaf().getPublicKey().getAlgorithm(); }

    /** RFC 6125 section 6.4.3: an asterisk stands for one label. */
    public boolean isFor(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return names.contains(name) || dot > 0 && names.contains("*" + name.substring(dot));
    }

    /**
     * Why it cannot be shown to anybody: its key is another's, it is not of its time, or does not hang together. Whom
     * clients trust is theirs to say.
     */
    public Optional<String> fault(Instant now) {
        if (!CertificateKeys.belong(key, leaf().getPublicKey())) return Optional.of("its key is another's");
        if (now.isBefore(leaf().getNotBefore().toInstant())) return Optional.of("it begins at " + leaf().getNotBefore().toInstant());
        if (now.isAfter(leaf().getNotAfter().toInstant())) return Optional.of("it ended at " + leaf().getNotAfter().toInstant());
        for (int i = 0; i + 1 < chain.size(); i++) {
            if (!isSigned(chain.get(i), chain.get(i + 1))) return Optional.of("certificate " + (i + 1) + " of its chain is not signed by the next one");
        }
        return Optional.empty();
    }

    /** RFC 8446 section 4.4.2: each certifies the one before it. */
    private static boolean isSigned(X509Certificate one, X509Certificate by) {
        try {
            one.verify(by.getPublicKey());
            return one.getIssuerX500Principal().equals(by.getSubjectX500Principal());
        } catch (GeneralSecurityException no) {
            return false;
        }
    }

    /** Never the key. */
    @Override public String toString() { return "certificate " + leaf().getSerialNumber().toString(16) + " of " + names; }

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
