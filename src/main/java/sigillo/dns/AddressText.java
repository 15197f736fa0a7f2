package sigillo.dns;

import java.net.InetAddress;

/** How an address is written for people and in headers. */
public final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    /** IPv4 with dots; IPv6 by RFC 5952 section 4: lower case, the longest run of zeros as {@code ::}, no zone. */
    public static String of(InetAddress address) {
        var octets = address.getAddress();
        if (octets.length == 4) return address.getHostAddress();
        var groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) groups[i] = (octets[2 * i] & 0xFF) << 8 | octets[2 * i + 1] & 0xFF;
        int start = -1;
        int length = 1; // RFC 5952 section 4.2.2: one zero alone is not shortened
        for (int i = 0; i < GROUPS; i++) {
            int run = zeros(groups, i);
            if (run > length) {
                start = i;
                length = run;
            }
        }
        if (start < 0) return joined(groups, 0, GROUPS);
        return joined(groups, 0, start) + "::" + joined(groups, start + length, GROUPS);
    }

    private static int zeros(int[] groups, int from) {
        int at = from;
        while (at < GROUPS && groups[at] == 0) at++;
        return at - from;
    }

    private static String joined(int[] groups, int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        return text.toString();
    }
}
