package sigillo.nodes;

import java.util.HexFormat;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.store.PartitionName;

/** One life of a server, from its start to its end: 16 random octets. The next start is another. */
public record NodeId(Bytes octets) {
    public static final int OCTETS = 16;
    static final String PREFIX = "n/";

    public NodeId {
        if (octets.length() != OCTETS) throw new IllegalArgumentException("a node's id has " + OCTETS + " octets");
    }

    static NodeId fresh(Randomness randomness) { return new NodeId(Bytes.wrap(randomness.octets(OCTETS))); }

    PartitionName partition() { return new PartitionName(PREFIX + this); }

    static Optional<NodeId> of(PartitionName name) {
        var text = name.text();
        if (!text.matches(PREFIX + "[0-9a-f]{32}")) return Optional.empty();
        return Optional.of(new NodeId(Bytes.wrap(HexFormat.of().parseHex(text.substring(PREFIX.length())))));
    }

    @Override public String toString() { return octets.toString(); }
}
