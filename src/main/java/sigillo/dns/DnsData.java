package sigillo.dns;

import java.net.InetAddress;

/** What one record holds. */
public sealed interface DnsData {

    /** A or AAAA. */
    record Host(InetAddress address) implements DnsData {}

    /** MX; {@code host} without a dot at its end. */
    record Exchanger(int preference, String host) implements DnsData {}

    /** PTR; {@code host} without a dot at its end. */
    record Pointer(String host) implements DnsData {}

    /** TXT, its strings put together without anything between them, one character an octet. RFC 1035 section 3.3.14. */
    record Text(String raw) implements DnsData {}
}
