package sigillo.dane;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a certificate names a host: RFC 7672 section 3.2.3, by DNS names alone. */
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

    /** Its DNS names: RFC 9525, by which a common name is none. */
    private static List<String> presented(X509Certificate certificate) {
        try {
            var names = new ArrayList<String>();
            var all = certificate.getSubjectAlternativeNames();
            if (all != null) {
                for (var one : all) if (one.getFirst().equals(DNS_NAME)) names.add((String) one.get(1));
            }
            return names;
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }
}
