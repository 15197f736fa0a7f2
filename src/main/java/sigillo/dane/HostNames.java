package sigillo.dane;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Whether a certificate names a host: RFC 7672 section 3.2.3, which follows RFC 6125 section 6.4. */
final class HostNames {
    private static final int DNS_NAME = 2; // X509Certificate.getSubjectAlternativeNames

    private HostNames() {}

    /** {@code names}: lower case, without a dot at their end. One of them is enough. */
    static boolean isFor(X509Certificate certificate, List<String> names) {
        return presented(certificate).stream().anyMatch(shown -> names.stream().anyMatch(name -> matches(shown, name)));
    }

    /** A wildcard stands for one whole label, the first: RFC 6125 section 6.4.3. */
    static boolean matches(String presented, String name) {
        var pattern = presented.toLowerCase(Locale.ROOT);
        if (!pattern.startsWith("*.")) return pattern.equals(name);
        int dot = name.indexOf('.');
        return dot > 0 && name.substring(dot).equals(pattern.substring(1));
    }

    /** Its DNS names; where it has none, its common name. */
    private static List<String> presented(X509Certificate certificate) {
        var names = new ArrayList<String>();
        try {
            var all = certificate.getSubjectAlternativeNames();
            if (all != null) {
                for (var one : all) if (one.getFirst().equals(DNS_NAME)) names.add((String) one.get(1));
            }
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
        if (names.isEmpty()) names.addAll(commonNames(certificate));
        return names;
    }

    private static List<String> commonNames(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName()).getRdns().stream()
                .filter(part -> part.getType().equalsIgnoreCase("CN")).map(part -> part.getValue().toString()).toList();
        } catch (InvalidNameException none) {
            return List.of();
        }
    }
}
