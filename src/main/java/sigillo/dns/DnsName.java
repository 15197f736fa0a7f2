package sigillo.dns;

import java.util.Arrays;

/** What can be asked for at all. */
public final class DnsName {
    /** RFC 1035 section 2.3.4: 255 octets on the wire. */
    public static final int CHARACTERS_MAX = 253;
    private static final int LABEL_CHARACTERS_MAX = 63;

    private DnsName() {}

    /** Whether no label is empty or too long, nor the whole; a dot may end it. RFC 1035 section 2.3.4. */
    public static boolean isAskable(String name) {
        var bare = withoutDot(name);
        if (bare.isEmpty() || bare.length() > CHARACTERS_MAX || bare.startsWith("[")) return false;
        return Arrays.stream(bare.split("\\.", -1))
            .allMatch(label -> !label.isEmpty() && label.length() <= LABEL_CHARACTERS_MAX);
    }

    public static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
