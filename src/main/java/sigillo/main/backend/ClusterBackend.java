package sigillo.main.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import sigillo.main.config.Config;
import sigillo.store.Store;
import sigillo.store.cassandra.CassandraStore;
import sigillo.store.cassandra.ClusterSettings;

/** The store in a cluster, of its settings. */
final class ClusterBackend {
    private ClusterBackend() {}

    /** Throws {@link sigillo.store.StoreException} with a sentence for the operator, and {@link IOException}. */
    static Store open(Config.Store.Cluster cluster) throws IOException {
        var copies = cluster.replication().stream()
            .map(each -> new ClusterSettings.Copies(each.dataCentre(), each.count())).toList();
        var login = cluster.login().map(ours -> new ClusterSettings.Login(ours.user(), ours.password().value()));
        var tls = cluster.tls() ? Optional.of(trust(cluster.authority())) : Optional.<SSLContext>empty();
        return CassandraStore.open(new ClusterSettings(
            cluster.contactPoints(), cluster.localDataCentre(), cluster.keyspace(), copies, login, tls));
    }

    private static SSLContext trust(Optional<Path> authority) throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(authority.isPresent() ? trusted(authority.get()) : null);
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("store.ca cannot be used: " + e.getMessage(), e);
        }
    }

    private static KeyStore trusted(Path authority) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(authority)) {
            for (var each : CertificateFactory.getInstance("X.509").generateCertificates(in)) store
                .setCertificateEntry("ca" + store.size(), each);
        }
        if (store.size() == 0) throw new IOException(authority + " has no certificate");
        return store;
    }
}
