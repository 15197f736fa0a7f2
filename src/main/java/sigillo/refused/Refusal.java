package sigillo.refused;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.AddressKey;

/**
 * What was refused, once or as often as it came alike: from one sender and network to one address, with one reply.
 *
 * @param count how often that day
 * @param sender empty: a notification, RFC 5321 section 4.5.5
 * @param recipient the address that it was sent to, an alias perhaps
 * @param host as it called itself, and from which address it came, the last time
 * @param code of our reply: 4xx asks to come again, 5xx is for good
 * @param reply as the other server read it
 */
public record Refusal(Instant first, Instant last, long count, Optional<Address> sender, Address recipient, String host, int code, String reply) {

    /** The network of the address in brackets at the end of {@link #host}, which is ours to say; empty where none is known. */
    String source() {
        int open = host.lastIndexOf('[');
        if (open < 0 || !host.endsWith("]")) return "";
        try {
            return AddressKey.around(InetAddress.ofLiteral(host.substring(open + 1, host.length() - 1))).text();
        } catch (IllegalArgumentException none) {
            return "";
        }
    }

    public boolean isForNow() { return code < 500; }

    boolean isLike(Refusal other) {
        return sender.map(Address::lookupKey).equals(other.sender.map(Address::lookupKey)) && code == other.code
            && recipient.lookupKey().equals(other.recipient.lookupKey()) && reply.equals(other.reply);
    }

    /** With one that {@link #isLike} it. */
    Refusal and(Refusal other) {
        var later = other.last.isAfter(last) ? other : this;
        var earlier = other.first.isBefore(first) ? other : this;
        return new Refusal(earlier.first, later.last, count + other.count, sender, recipient, later.host, code, reply);
    }
}
