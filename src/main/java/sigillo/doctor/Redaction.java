package sigillo.doctor;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of sentences who and where: addresses, names of hosts and domains, IP addresses, places on disks and in the web, what looks
 * like a key or an id, and names that are known. Words, numbers and times stay. Total; it takes out rather too much.
 */
public final class Redaction {
    /** No word of ours is longer. */
    private static final int WORD_MAX = 24;
    private static final int ID_MIN = 8;
    /** RFC 5322 section 3.4.1: a local part in quotes may have spaces. */
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]{0,200}\"@[^\\s<>,;]*");
    private static final Pattern TOKEN = Pattern.compile("[^\\s\"'`<>()\\[\\]{},;|]+");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?Z?)?");
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,12}([.,:]\\d{1,3})?%?");
    private static final Pattern IP = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}(:\\d+|/\\d+)?|[0-9a-fA-F.%]*:[0-9a-fA-F.:%]*:[0-9a-fA-F.:%/]*");
    private static final Pattern NAME = Pattern.compile(".*[\\p{L}\\p{N}_-]\\.[\\p{L}\\p{N}_-].*");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(.*[^:]):\\d{1,5}");

    private final Set<String> names;
    private final boolean keepsDomains;

    /** {@code names}: in small letters, such as local parts and labels of domains. {@code keepsDomains}: names with dots stay. */
    public Redaction(Set<String> names, boolean keepsDomains) {
        this.names = Set.copyOf(names);
        this.keepsDomains = keepsDomains;
    }

    public String of(String text) { return TOKEN.matcher(QUOTED.matcher(text).replaceAll("(address)")).replaceAll(found -> Matcher.quoteReplacement(token(found.group()))); }

    private String token(String whole) {
        int end = whole.length();
        while (end > 0 && ".:!?".indexOf(whole.charAt(end - 1)) >= 0) end--;
        return said(whole.substring(0, end)) + whole.substring(end);
    }

    private String said(String token) {
        boolean isPlain = token.isEmpty() || TIME.matcher(token).matches() || NUMBER.matcher(token).matches();
        if (isPlain) return names.contains(token) ? "(name)" : token;
        if (token.indexOf('@') >= 0) return "(address)";
        if (IP.matcher(token).matches()) return "(ip)";
        var port = HOST_AND_PORT.matcher(token);
        if (port.matches()) return said(port.group(1)) + token.substring(port.end(1));
        if (token.indexOf('/') >= 0 || token.indexOf('\\') >= 0) return "(place)";
        if (isKnown(token)) return "(name)";
        if (NAME.matcher(token).matches()) return keepsDomains ? token : "(name)";
        boolean isId = token.length() > WORD_MAX || token.length() >= ID_MIN && token.chars().anyMatch(Character::isDigit);
        return isId ? "(id)" : token;
    }

    /** As a whole, or one of its parts. */
    private boolean isKnown(String token) {
        var small = token.toLowerCase(Locale.ROOT);
        if (keepsDomains && NAME.matcher(token).matches()) return false;
        if (names.contains(small)) return true;
        for (var part : small.split("[._:=+*-]+")) if (names.contains(part)) return true;
        return false;
    }
}
