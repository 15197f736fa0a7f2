package sigillo.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where a browser brings the answer: RFC 6749 section 3.1.2, RFC 8252. */
public record RedirectUri(String text, Kind kind) {

    public enum Kind {
        /** RFC 8252: on the machine of the browser; its port is the system's choice. */
        LOOPBACK,
        /** RFC 8252: a scheme of the program's own, a domain backwards. */
        PRIVATE_USE,
        /** A page of somebody's; only where the operator names it. */
        HTTPS
    }

    static final int CHARACTERS_MAX = 200;
    /** What stands in no header and no policy of ours as anything but itself. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9:/?&=._~%+@!$()*\\[\\]-]{1," + CHARACTERS_MAX + "}");
    private static final Pattern OWN_SCHEME = Pattern.compile("[a-z][a-z0-9+-]*(\\.[a-z0-9+-]+)+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern LOOPBACK = Pattern.compile("(http://(?:127\\.0\\.0\\.1|\\[::1\\]|localhost))(?::[0-9]{1,5})?([/?].*)?");

    /** Empty for one that nobody may have. */
    public static Optional<RedirectUri> parse(String text) {
        if (!PLAIN.matcher(text).matches()) return Optional.empty();
        try {
            var uri = new URI(text);
            boolean isBare = uri.getRawFragment() == null && uri.getRawUserInfo() == null && uri.getScheme() != null;
            return isBare ? kind(text, uri).map(kind -> new RedirectUri(text, kind)) : Optional.empty();
        } catch (URISyntaxException none) {
            return Optional.empty();
        }
    }

    private static Optional<Kind> kind(String text, URI uri) {
        if (LOOPBACK.matcher(text).matches()) return Optional.of(Kind.LOOPBACK);
        boolean isPage = uri.getScheme().equals("https") && uri.getHost() != null && NAME.matcher(uri.getHost()).matches();
        if (isPage) return Optional.of(Kind.HTTPS);
        boolean isOwn = OWN_SCHEME.matcher(uri.getScheme()).matches() && uri.getRawAuthority() == null && !uri.isOpaque();
        return isOwn ? Optional.of(Kind.PRIVATE_USE) : Optional.empty();
    }

    /** RFC 9700: the same octets, but for the port of one on this machine. */
    public boolean fits(RedirectUri said) {
        if (kind != Kind.LOOPBACK || said.kind != Kind.LOOPBACK) return text.equals(said.text);
        return withoutPort(text).equals(withoutPort(said.text));
    }

    private static String withoutPort(String text) { return LOOPBACK.matcher(text).replaceFirst("$1$2"); }

    /** With an answer in its query. RFC 6749 section 4.1.2; Appendix B. */
    public String with(Map<String, String> answer) {
        var query = answer.entrySet().stream().map(one -> one.getKey() + "=" + encoded(one.getValue()))
            .collect(Collectors.joining("&"));
        return text + (text.contains("?") ? "&" : "?") + query;
    }

    private static String encoded(String value) { return URLEncoder.encode(value, StandardCharsets.UTF_8); }

    /** As a policy of contents names it (Content Security Policy level 3, section 2.3.1). */
    public String source() {
        var uri = URI.create(text);
        return kind == Kind.PRIVATE_USE ? uri.getScheme() + ":" : uri.getScheme() + "://" + uri.getRawAuthority();
    }
}
