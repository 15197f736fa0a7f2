package sigillo.providers;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import sigillo.dns.AddressText;
import sigillo.zone.ZoneFile;
import sigillo.zone.ZoneRecord;
import sigillo.zone.ZoneRecord.Type;

/** How values are written in zone files, which some providers want, and as {@link ZoneRecord} has them. Total. */
final class Spelling {
    private Spelling() {}

    /** RFC 1035 section 5: of TXT, strings in quotes of 255 octets at most. */
    static String zoneFile(Type type, String value) { return ZoneFile.value(new ZoneRecord("x", type, value)); }

    static boolean isSame(Type type, String one, String other) { return read(type, one).equals(read(type, other)); }

    /** A value as a provider shows it, or as it came by DNS. */
    static String read(Type type, String shown) {
        var text = shown.strip();
        return switch (type) {
            case TXT -> text.startsWith("\"") ? unquoted(text) : shown;
            case A, AAAA -> address(text);
            case CNAME, NS -> host(text);
            case MX, SRV -> target(text);
            case CAA -> authority(text);
            case TLSA -> digits(text);
        };
    }

    private static String address(String text) {
        try {
            return AddressText.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException none) {
            return text;
        }
    }

    /** In lower case, with a dot at its end. */
    static String host(String text) {
        var small = text.toLowerCase(Locale.ROOT);
        return small.endsWith(".") ? small : small + ".";
    }

    /** Numbers, and a host behind them. */
    private static String target(String text) {
        var words = words(text);
        words[words.length - 1] = host(words[words.length - 1]);
        return String.join(" ", words);
    }

    private static String authority(String text) {
        var words = text.split("\\s+", 3);
        if (words.length < 3) return text;
        return words[0] + " " + words[1].toLowerCase(Locale.ROOT) + " \"" + bare(words[2]) + "\"";
    }

    private static String digits(String text) {
        var words = text.split("\\s+", 4);
        if (words.length < 4) return text;
        return words[0] + " " + words[1] + " " + words[2] + " " + words[3].replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    }

    static String[] words(String value) { return value.strip().split("\\s+"); }

    /** Without quotes around it. */
    static String bare(String text) { return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"") ? text.substring(1, text.length() - 1) : text; }

    static String withoutDot(String host) { return host.endsWith(".") && host.length() > 1 ? host.substring(0, host.length() - 1) : host; }

    /** RFC 1035 section 5.1: strings put together; what stands between them is not read. */
    private static String unquoted(String text) {
        var octets = new ByteArrayOutputStream();
        var all = text.getBytes(StandardCharsets.UTF_8);
        boolean isInside = false;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == '"') {
                isInside = !isInside;
            } else if (isInside && all[i] == '\\' && i + 1 < all.length) {
                int code = code(all, i + 1);
                octets.write(code < 0 ? all[i + 1] : code);
                i += code < 0 ? 1 : 3;
            } else if (isInside) {
                octets.write(all[i]);
            }
        }
        return octets.toString(StandardCharsets.UTF_8);
    }

    /** Three decimal digits of an octet; -1 where there are none. */
    private static int code(byte[] all, int at) {
        if (at + 3 > all.length) return -1;
        int code = 0;
        for (int i = at; i < at + 3; i++) {
            if (all[i] < '0' || all[i] > '9') return -1;
            code = code * 10 + all[i] - '0';
        }
        return code > 255 ? -1 : code;
    }
}
