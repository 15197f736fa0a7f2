package sigillo.pushing;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a subscription is told: https, a name and no number, nobody's password (RFC 8030 section 8; where the name
 * leads is looked at when it is called), 443 or a port of no other protocol's own. {@code path}: with its query. Its text
 * is a secret: whoever knows it may push.
 */
public record PushUrl(String host, int port, String path) {
    private static final Pattern NAME = Pattern.compile("(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");
    private static final Pattern PATH = Pattern.compile("/[!-~]*");
    private static final int HTTPS = 443;
    /** Below are those that belong to other protocols, as IANA divides them. */
    private static final int USER_PORTS = 1_024;

    /** Empty for what is none. */
    public static Optional<PushUrl> parse(String text) {
        if (text.length() > PushLimits.URL_CHARACTERS_MAX) return Optional.empty();
        try {
            var uri = new URI(text);
            var host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
            var path = Optional.ofNullable(uri.getRawPath()).filter(one -> !one.isEmpty()).orElse("/")
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
            boolean isGood = "https".equalsIgnoreCase(uri.getScheme()) && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null
                && NAME.matcher(host).matches() && PATH.matcher(path).matches();
            int port = uri.getPort() < 0 ? HTTPS : uri.getPort();
            boolean mayBeCalled = port == HTTPS || port >= USER_PORTS && port <= 0xFFFF;
            return isGood && mayBeCalled ? Optional.of(new PushUrl(host, port, path)) : Optional.empty();
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    /** RFC 6454 section 6.2. */
    public String origin() { return "https://" + host + (port == HTTPS ? "" : ":" + port); }

    String text() { return origin() + path; }

    /** Only whose it is. */
    @Override public String toString() { return origin(); }
}
