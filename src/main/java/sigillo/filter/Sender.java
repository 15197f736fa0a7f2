package sigillo.filter;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import sigillo.base.AddressKey;

/**
 * Under which names what is known of a sender is kept. {@code who}: the author, where it was shown that it is him, else the
 * author as he is named by that network: anybody may take his name. {@code domain}: of an author who was shown to be it.
 */
record Sender(Optional<String> who, Optional<String> domain, Optional<String> network) {
    /** {@code client}: where it came from. */
    static Sender of(Author author, Optional<InetAddress> client) {
        var network = client.map(address -> AddressKey.around(address).text());
        var name = author.address().map(address -> address.lookupKey());
        var who = author.isAligned() ? name.map(one -> "a" + one) : name.flatMap(one -> network.map(from -> "c" + one + "\0" + from));
        var domain = author.isAligned() ? author.address().map(address -> "d" + address.domain().name()) : Optional.<String>empty();
        return new Sender(who, domain, network.map(one -> "n" + one));
    }

    List<String> all() {
        return java.util.stream.Stream.of(who, domain, network).flatMap(Optional::stream).toList();
    }
}
