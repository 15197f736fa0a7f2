package sigillo.filter;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import sigillo.net.Networks;

/**
 * A list that somebody keeps in DNS, RFC 5782. {@code zone}: under which it is asked, as the operator has it from who keeps
 * it; {@code codes}: which answers count; {@code weight}: of a listing, negative where it welcomes.
 */
public record DnsList(String name, String zone, Kind kind, List<Code> codes, double weight) {
    public DnsList {
        codes = List.copyOf(codes);
    }

    /** What is looked up. */
    public enum Kind {
        /** The address that the mail comes from. RFC 5782. */
        ADDRESS,
        /** The domains of its author, of its sender, and the name that its client bears. RFC 5782. */
        DOMAIN,
        /** Where its links lead: domains, and addresses. */
        URL,
        /** The addresses of its author and of who gets replies, as the SHA-1 of their lower case in hexadecimal. */
        HASH
    }

    /** An answer, or those of a network; or a bit of the last octet, where a list says several things in one answer. */
    public record Code(Optional<Networks.Network> network, int bit) {
        /** {@code 127.0.0.2}, {@code 127.0.0.0/28} or {@code &8}. */
        public static Optional<Code> parse(String text) {
            if (text.matches("&(1|2|4|8|16|32|64|128)")) return Optional.of(new Code(Optional.empty(), Integer.parseInt(text.substring(1))));
            return Optional.of(text).filter(one -> one.matches("[0-9]{1,3}([.][0-9]{1,3}){3}(/[0-9]{1,2})?")).flatMap(Networks.Network::parse).filter(network -> network.address().isLoopbackAddress() && network.address().getAddress().length == 4)
                .map(network -> new Code(Optional.of(network), 0));
        }

        public String text() { return network.map(one -> one.address().getHostAddress() + "/" + one.bits()).orElse("&" + bit); }

        /** Whether an answer is one of these. */
        public boolean has(InetAddress answer) {
            return network.map(one -> new Networks(List.of(one)).contains(answer)).orElseGet(() -> (answer.getAddress()[3] & bit) != 0);
        }
    }

    /** What an answer says. */
    public enum Says { LISTED, NOT_LISTED, REFUSES }

    /**
     * 127.255.255.0/24 is how lists say that they do not answer such as us: through a resolver of all the world, or too often.
     * What is no address of 127.0.0.0/8 comes from whoever has the zone now. RFC 5782.
     */
    public Says says(InetAddress answer) {
        var octets = answer.getAddress();
        if (octets.length != 4 || octets[0] != 127) return Says.REFUSES;
        if ((octets[1] & 0xFF) == 255 && (octets[2] & 0xFF) == 255) return Says.REFUSES;
        boolean isNothing = octets[1] == 0 && octets[2] == 0 && octets[3] == 1 || octets[1] == 0 && octets[2] == 1 && (octets[3] & 0xFF) == 255;
        if (isNothing) return Says.NOT_LISTED;
        return codes.isEmpty() || codes.stream().anyMatch(code -> code.has(answer)) ? Says.LISTED : Says.NOT_LISTED;
    }

    /** What is never on it, unless all the world is: RFC 5782. */
    public String neverListed() {
        return switch (kind) {
            case ADDRESS -> "1.0.0.127." + zone;
            case DOMAIN, URL -> "invalid." + zone;
            case HASH -> "0".repeat(40) + "." + zone;
        };
    }

    String sentence(String what) {
        return weight < 0 ? "The list " + name + " welcomes " + what + "." : "The list " + name + " has " + what + ".";
    }
}
