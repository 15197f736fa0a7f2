package sigillo.https;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Which addresses are of the public Internet: RFC 6890, the registries of IANA for special purposes. */
public final class PublicAddress {
    private PublicAddress() {}

    public static boolean is(InetAddress address) {
        boolean isSpecial = address.isAnyLocalAddress() || address.isLoopbackAddress() || address.isLinkLocalAddress()
            || address.isSiteLocalAddress() || address.isMulticastAddress();
        return !isSpecial && (address instanceof Inet4Address ? isPublic4(address.getAddress()) : isPublic6(address.getAddress()));
    }

    private static boolean isPublic4(byte[] ip) {
        int a = ip[0] & 0xFF;
        int b = ip[1] & 0xFF;
        int c = ip[2] & 0xFF;
        return switch (a) {
            case 0, 10, 127 -> false;
            case 100 -> b < 64 || b > 127; // shared by providers: RFC 6598
            case 169 -> b != 254;
            case 172 -> b < 16 || b > 31;
            case 192 -> b != 168 && !(b == 0 && (c == 0 || c == 2));
            case 198 -> b != 18 && b != 19 && !(b == 51 && c == 100);
            case 203 -> !(b == 0 && c == 113);
            default -> a < 224;
        };
    }

    /** Global unicast, without what stands for IPv4 addresses or is for documents. */
    private static boolean isPublic6(byte[] ip) {
        int first = (ip[0] & 0xFF) << 8 | ip[1] & 0xFF;
        int second = (ip[2] & 0xFF) << 8 | ip[3] & 0xFF;
        if ((first & 0xE000) != 0x2000) return false;
        return first != 0x2002 && !(first == 0x2001 && (second < 0x0200 || second == 0x0DB8)) && !(first == 0x3FFF && second < 0x1000);
    }
}
