package sigillo.spam;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Where the links of a message lead, as features and signs. A link is an http or https address, in a tag or in text. */
final class Links {
    private static final int LINKS_MAX = 200;
    private static final int HOST_CHARACTERS_MAX = 255;
    /** Of text behind a link that is looked at for an address that it shows. */
    private static final int SHOWN_CHARACTERS_MAX = 200;
    private static final int DOMAINS_MANY = 12;
    /** That are looked up elsewhere. */
    private static final int HOSTS_MAX = 50;

    private final FeatureSet features;
    private final Set<Sign> signs;
    private final Set<String> domains = new HashSet<>();
    private final Set<String> hosts = new LinkedHashSet<>();
    private int count;

    Links(FeatureSet features, Set<Sign> signs) {
        this.features = features;
        this.signs = signs;
    }

    Set<String> hosts() { return hosts; }

    /** Addresses that stand in a text. */
    void inText(String text) {
        int at = 0;
        while (count < LINKS_MAX && (at = text.indexOf("://", at)) >= 0) {
            if (at >= 4 && (text.startsWith("http", at - 4) || at >= 5 && text.startsWith("https", at - 5))) address(text, at + 3);
            at += 3;
        }
    }

    /** {@code href} of a tag. Gives the host, in lower case; empty when it is no web address. */
    String of(String href) {
        int scheme = href.indexOf("://");
        if (scheme < 4 || scheme > 8 || count >= LINKS_MAX || !href.regionMatches(true, 0, "http", 0, 4)) return "";
        return address(href, scheme + 3);
    }

    private String address(String text, int start) {
        count++;
        int end = start;
        int max = Math.min(text.length(), start + 2 * HOST_CHARACTERS_MAX);
        while (end < max && "/?#\"'<> \t\r\n)]".indexOf(text.charAt(end)) < 0) end++;
        var authority = text.substring(start, end).toLowerCase(Locale.ROOT);
        int at = authority.lastIndexOf('@');
        if (at >= 0) signs.add(Sign.LINK_WITH_USER);
        var host = authority.substring(at + 1);
        int colon = host.indexOf(':');
        if (colon >= 0) {
            if (!host.endsWith(":80") && !host.endsWith(":443")) signs.add(Sign.LINK_WITH_PORT);
            host = host.substring(0, colon);
        }
        host(host);
        return host;
    }

    private void host(String host) {
        if (host.isEmpty()) return;
        if (hosts.size() < HOSTS_MAX && host.length() <= HOST_CHARACTERS_MAX) hosts.add(host);
        features.add('u', host);
        if (isNumber(host)) {
            signs.add(Sign.LINK_TO_NUMBER);
            return;
        }
        if (host.indexOf('%') >= 0) signs.add(Sign.LINK_ESCAPED);
        if (Lookalikes.isOne(host)) signs.add(Sign.LINK_LOOKS_ALIKE);
        features.add('d', domain(host));
        features.add('t', host.substring(host.lastIndexOf('.') + 1));
        if (domains.size() <= DOMAINS_MANY) domains.add(domain(host));
        if (domains.size() > DOMAINS_MANY) signs.add(Sign.MANY_LINKED_DOMAINS);
    }

    /** {@code shown}: what stands between a link's tags, when it looks like an address itself. */
    void shows(String host, CharSequence shown) {
        if (host.isEmpty() || shown.length() > SHOWN_CHARACTERS_MAX) return;
        var text = shown.toString().strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("http://") || text.startsWith("https://")) text = text.substring(text.indexOf("//") + 2);
        else if (!text.startsWith("www.")) return;
        int end = 0;
        while (end < text.length() && "/?#: \r\n".indexOf(text.charAt(end)) < 0) end++;
        var shownHost = text.substring(0, end);
        if (shownHost.indexOf('.') > 0 && !domain(shownHost).equals(domain(host))) signs.add(Sign.LINK_SHOWS_OTHER);
    }

    /** The last two labels, or three where the last but one is short: nearly what is registered. */
    static String domain(String host) {
        int last = host.lastIndexOf('.');
        int second = last < 0 ? -1 : host.lastIndexOf('.', last - 1);
        if (second >= 0 && last - second <= 4 && host.length() - last <= 3) second = host.lastIndexOf('.', second - 1);
        return host.substring(second + 1);
    }

    private static boolean isNumber(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '[' && c != ']' && c != 'x') return false;
        }
        return true;
    }
}
