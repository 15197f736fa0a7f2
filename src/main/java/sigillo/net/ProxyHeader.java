package sigillo.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Who a connection is of, as a proxy before us says at its beginning: the PROXY protocol of haproxy, versions 1 and 2
 * (doc/proxy-protocol.txt, 2020). {@code client}: empty where the proxy comes on its own behalf.
 */
record ProxyHeader(Optional<InetSocketAddress> client) {
    /** Section 2.1: of the text, with its end. In octets. */
    static final int LINE_MAX = 107;
    /** Section 2.2: twelve octets that no other protocol begins with. */
    private static final byte[] SIGNATURE = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};
    static final int SIGNATURE_OCTETS = SIGNATURE.length;
    /** The signature, what it is, and how long the rest is. */
    static final int FIXED_OCTETS = 16;
    /** Of addresses and what is said beside them, such as the names in a client's certificate. In octets. */
    static final int REST_MAX = 1_024;
    private static final String LINE = "PROXY ";
    private static final int CRC32C_TYPE = 3;

    static final ProxyHeader OWN = new ProxyHeader(Optional.empty());

    static boolean isBinary(byte[] octets, int count) { return count >= SIGNATURE_OCTETS && Arrays.equals(octets, 0, SIGNATURE_OCTETS, SIGNATURE, 0, SIGNATURE_OCTETS); }

    static boolean isText(byte[] octets, int count) {
        return count >= LINE.length() && new String(octets, 0, LINE.length(), StandardCharsets.ISO_8859_1).equals(LINE);
    }

    /** Section 2.1: without its end. Empty for what is no header. Total. */
    static Optional<ProxyHeader> text(String line) {
        // with UNKNOWN, whatever follows is not to be looked at
        if (line.equals("PROXY UNKNOWN") || line.startsWith("PROXY UNKNOWN ")) return Optional.of(OWN);
        var words = line.split(" ", -1);
        if (words.length != 6 || !words[0].equals("PROXY")) return Optional.empty();
        boolean isFour = words[1].equals("TCP4");
        if (!isFour && !words[1].equals("TCP6")) return Optional.empty();
        boolean isSound = isAddress(words[2], isFour) && isAddress(words[3], isFour) && isPort(words[4]) && isPort(words[5]);
        if (!isSound) return Optional.empty();
        try {
            return client(InetAddress.ofLiteral(words[2]), Integer.parseInt(words[4]));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static boolean isAddress(String text, boolean isFour) {
        return isFour ? text.matches("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}") : text.matches("[0-9A-Fa-f:.]{2,45}") && text.contains(":");
    }

    private static boolean isPort(String text) { return text.matches("0|[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65_535; }

    /** Section 2.2. {@code octets}: all of it, of which the length was looked at. Empty for what is no header. Total. */
    static Optional<ProxyHeader> binary(byte[] octets) {
        if (octets.length < FIXED_OCTETS || !isBinary(octets, octets.length) || octets.length != FIXED_OCTETS + rest(octets)) return Optional.empty();
        int version = (octets[12] & 0xF0) >>> 4;
        int command = octets[12] & 0x0F;
        if (version != 2 || command > 1) return Optional.empty();
        int addresses = switch (octets[13]) {
            case 0x11 -> 12;
            case 0x21 -> 36;
            case 0x00 -> 0;
            default -> -1; // datagrams, and sockets of the proxy's own machine
        };
        // section 2.2: on its own behalf, whatever stands there is not to be looked at
        if (command == 0) return Optional.of(OWN);
        boolean isSound = addresses >= 0 && rest(octets) >= addresses && isSound(octets, FIXED_OCTETS + addresses);
        if (!isSound) return Optional.empty();
        if (addresses == 0) return Optional.of(OWN);
        int length = addresses == 12 ? 4 : 16;
        try {
            var from = InetAddress.getByAddress(Arrays.copyOfRange(octets, FIXED_OCTETS, FIXED_OCTETS + length));
            int port = FIXED_OCTETS + 2 * length;
            return client(from, (octets[port] & 0xFF) << 8 | octets[port + 1] & 0xFF);
        } catch (UnknownHostException impossible) {
            return Optional.empty();
        }
    }

    static int rest(byte[] octets) { return (octets[14] & 0xFF) << 8 | octets[15] & 0xFF; }

    /** Section 2.2.1: what is said beside the addresses is whole, and its checksum right where there is one. */
    private static boolean isSound(byte[] octets, int from) {
        for (int at = from; at < octets.length; ) {
            if (at + 3 > octets.length) return false;
            int length = (octets[at + 1] & 0xFF) << 8 | octets[at + 2] & 0xFF;
            if (at + 3 + length > octets.length) return false;
            if (octets[at] == CRC32C_TYPE && !(length == 4 && isChecked(octets, at + 3))) return false;
            at += 3 + length;
        }
        return true;
    }

    private static boolean isChecked(byte[] octets, int at) {
        var zeroed = octets.clone();
        Arrays.fill(zeroed, at, at + 4, (byte) 0);
        var sum = new CRC32C();
        sum.update(zeroed);
        int said = (octets[at] & 0xFF) << 24 | (octets[at + 1] & 0xFF) << 16 | (octets[at + 2] & 0xFF) << 8 | octets[at + 3] & 0xFF;
        return (int) sum.getValue() == said;
    }

    /** No connection comes from everybody or from nobody. */
    private static Optional<ProxyHeader> client(InetAddress from, int port) {
        boolean isOne = !from.isAnyLocalAddress() && !from.isMulticastAddress();
        return isOne ? Optional.of(new ProxyHeader(Optional.of(new InetSocketAddress(from, port)))) : Optional.empty();
    }
}
