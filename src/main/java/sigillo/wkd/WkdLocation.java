package sigillo.wkd;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Domain;

/**
 * Where the certificate of an address is looked for: {@code host} by HTTPS, {@code path} with its query. The draft,
 * section 3.1.
 */
public record WkdLocation(String host, String path) {
    public static final String HOST = "openpgpkey.";
    private static final String ROOT = "/.well-known/openpgpkey/";
    private static final String HASHED = "hu/";
    private static final String POLICY = "policy";

    /** Asked first. */
    public static WkdLocation advanced(Address address) {
        var domain = address.domain().name();
        return new WkdLocation(HOST + domain, ROOT + domain + "/" + file(address));
    }

    /** Asked where the host of {@link #advanced} has no address in DNS, and only then. */
    public static WkdLocation direct(Address address) {
        return new WkdLocation(address.domain().name(), ROOT + file(address));
    }

    private static String file(Address address) {
        return HASHED + LocalPartHash.of(address.localPart()) + "?l=" + escaped(address.localPart());
    }

    /** RFC 3986 section 2.1: all but the unreserved. */
    private static String escaped(String text) {
        var escaped = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            boolean isPlain = octet >= '0' && octet <= '9' || octet >= 'A' && octet <= 'Z' || octet >= 'a'
                && octet <= 'z'
                || "-._~".indexOf(octet) >= 0;
            escaped.append(isPlain ? Character.toString(octet) : "%%%02X".formatted(octet & 0xFF));
        }
        return escaped.toString();
    }

    /** What somebody asks of this host. {@code hash}: empty for the policy. */
    public record Asked(Domain domain, Optional<String> hash) {}

    public static boolean isBelow(String path) { return path.startsWith(ROOT); }

    /** Total. {@code host}: by which it is asked, without a port; empty for what is at no place of WKD. */
    public static Optional<Asked> asked(String host, String path) {
        if (!isBelow(path)) return Optional.empty();
        var rest = path.substring(ROOT.length());
        boolean isDirect = rest.equals(POLICY) || rest.startsWith(HASHED);
        int slash = rest.indexOf('/');
        if (!isDirect && slash < 0) return Optional.empty();
        var domain = Domain.parse(isDirect ? host : rest.substring(0, slash));
        var file = isDirect ? rest : rest.substring(slash + 1);
        if (file.equals(POLICY)) return domain.map(one -> new Asked(one, Optional.empty()));
        var hash = Optional.of(file).filter(one -> one.startsWith(HASHED)).map(one -> one.substring(HASHED.length()))
            .filter(LocalPartHash::isOne);
        return hash.flatMap(one -> domain.map(name -> new Asked(name, Optional.of(one))));
    }
}
