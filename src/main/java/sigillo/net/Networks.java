package sigillo.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** Which addresses may connect. The empty list allows none; {@link #ANY} allows all. */
public record Networks(List<Network> list) {
    public static final Networks ANY = new Networks(List.of(Network.of("0.0.0.0/0"), Network.of("::/0")));
    public static final Networks NONE = new Networks(List.of());
    public static final Networks LOOPBACK = new Networks(List.of(Network.of("127.0.0.0/8"), Network.of("::1/128")));

    public Networks {
        list = List.copyOf(list);
    }

    /** From the texts of a configuration; throws {@link IllegalArgumentException} that names the wrong one. */
    public static Networks of(List<String> texts) { return new Networks(texts.stream().map(Network::of).toList()); }

    public boolean contains(InetAddress address) { return list.stream().anyMatch(n -> n.contains(address)); }

    /** An address and how many of its leading bits count. */
    public record Network(InetAddress address, int bits) {
        public Network {
            if (bits < 0 || bits > address.getAddress().length * 8)
                throw new IllegalArgumentException(address.getHostAddress() + " has no prefix of " + bits + " bits");
        }

        /** From {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address; never asks DNS. */
        public static Optional<Network> parse(String text) {
            int slash = text.indexOf('/');
            var host = slash < 0 ? text : text.substring(0, slash);
            if (!host.matches("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) return Optional.empty();
            try {
                var address = InetAddress.getByName(host);
                int all = address.getAddress().length * 8;
                return Optional.of(new Network(address, slash < 0 ? all : Integer.parseInt(text.substring(slash + 1))));
            } catch (UnknownHostException | IllegalArgumentException notAnAddress) {
                return Optional.empty();
            }
        }

        static Network of(String text) {
            return parse(text).orElseThrow(() -> new IllegalArgumentException(
                "not a network: " + text + " (192.0.2.0/24 and 2001:db8::/32 would be)"));
        }

        boolean contains(InetAddress other) {
            var mine = address.getAddress();
            var theirs = other.getAddress();
            if (mine.length != theirs.length) return false;
            for (int i = 0; i < mine.length; i++) {
                int bitsHere = Math.clamp(bits - i * 8L, 0, 8);
                int mask = 0xFF << 8 - bitsHere & 0xFF;
                if (((mine[i] ^ theirs[i]) & mask) != 0) return false;
            }
            return true;
        }
    }
}
