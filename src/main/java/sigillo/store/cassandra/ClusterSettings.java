package sigillo.store.cassandra;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How the cluster is reached. {@code contactPoints}: some of its nodes; the others are learnt from them.
 * {@code replication}: with which the keyspace is made when there is none; empty when it has to be there. {@code tls}:
 * whom to trust; empty for connections in clear.
 */
public record ClusterSettings(
        List<InetSocketAddress> contactPoints, String localDataCentre, String keyspace, List<Copies> replication,
        Optional<Login> login, Optional<SSLContext> tls) {

    public ClusterSettings {
        contactPoints = List.copyOf(contactPoints);
        replication = List.copyOf(replication);
        if (!keyspace.matches("[a-z][a-z0-9_]{0,47}")) throw new IllegalArgumentException("not a keyspace: "
            + keyspace);
    }

    /** How many copies of each row a data centre keeps. */
    public record Copies(String dataCentre, int count) {
        public Copies {
            if (!dataCentre.matches("[A-Za-z0-9_.-]{1,64}")) throw new IllegalArgumentException("not a data centre: "
                + dataCentre);
            if (count < 1 || count > 9) throw new IllegalArgumentException("copies: 1 to 9");
        }
    }

    /** A user of the cluster. */
    public record Login(String user, String password) {
        @Override public String toString() { return user; }
    }
}
