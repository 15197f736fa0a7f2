package sigillo.main.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What keeps mail: files of this machine, or a cluster. */
final class DeclaredStore {
    private static final int CQL_PORT = 9042;

    /** As it is written in the file. */
    private enum What { ROCKSDB, CASSANDRA }

    /** How many servers serve a cluster. */
    private enum Servers { ONE, SEVERAL }

    private static final Kind<InetSocketAddress> NODE = new Kind<>(
        text -> Values.endpoint(text, CQL_PORT), Values::shownEndpoint,
        "a name or an address such as \"10.0.0.1\" or \"cassandra1.home.example:9042\" would be right");
    private static final Kind<String> DATA_CENTRE = Kind.TEXT.where(text -> text.matches("[A-Za-z0-9_.-]{1,64}"),
        "a data centre's name such as \"dc1\" would be right");
    private static final Kind<String> KEYSPACE = Kind.TEXT.where(text -> text.matches("[a-z][a-z0-9_]{0,47}"),
        "small letters, digits and _, such as \"sigillo\", would be right");
    private static final Kind<Config.Copies> COPIES = new Kind<>(
        DeclaredStore::copies, each -> each.dataCentre() + ":"
            + each.count(), "copies of a data centre such as \"dc1:3\" would be right");

    private DeclaredStore() {}

    static Config.Store store(Section top) {
        var store = top.section("store",
            "What keeps mail: files in the data directory, or a cluster of Cassandra 5 (docs/cluster.md).");
        var kind = store.value("kind", Kind.oneOf(What.class), What.ROCKSDB, "rocksdb or cassandra.");
        var nodes = store.list("contact_points", NODE, List.of(),
            "Some nodes of the cluster, with a port if it is not 9042; it tells of the others.");
        var dataCentre = store.maybe("local_data_centre", DATA_CENTRE, "Whose nodes are asked first.");
        var keyspace = store.value("keyspace", KEYSPACE, "sigillo", "");
        var copies = store.list("replication", COPIES, List.of(), """
            How many copies each data centre has, such as ["dc1:3"], when the keyspace is made. Default: it has to be \
            there.
            A majority of all copies must be reachable.""");
        var login = login(store);
        boolean tls = store.flag("tls", false,
            "Whether connections are encrypted, and the nodes' certificates verified.");
        var authority = store.file("ca", "Who signs these, in PEM. Default: those whom Java trusts.");
        var servers = store.value("servers", Kind.oneOf(Servers.class), Servers.ONE, """
            How many servers serve the cluster at one time: one, or several, which begin with copies of one folder of
            keys: docs/cluster.md says how.""");
        store.end();
        if (kind == What.ROCKSDB) return new Config.Store.Here();
        if (nodes.isEmpty()) store
            .wrong(store.isSet("contact_points") ? "contact_points" : "kind", "a cluster needs contact_points");
        if (dataCentre.isEmpty()) store
            .wrong("kind", "a cluster needs local_data_centre: who serves here asks its nodes first");
        if (authority.isPresent() && !tls) store.wrong("ca", "it is not asked without tls = true");
        if (login.isPresent() && !tls && !nodes.stream().allMatch(Values::isLoopback)) {
            store.wrong("password_file", "a password needs tls = true, but on this machine");
        }
        return new Config.Store.Cluster(nodes, dataCentre.orElse(""), keyspace, copies, login, tls, authority,
            servers == Servers.SEVERAL);
    }

    private static Optional<Config.Login> login(Section store) {
        var user = store.maybe("user", Kind.TEXT, "A user of the cluster.");
        var file = store.file("password_file", "Its password: the first line.");
        if (user.isPresent() && file.isEmpty()) store.wrong("user", "a user needs a password_file");
        if (user.isEmpty() && file.isPresent()) store.wrong("password_file", "a password needs a user");
        return user.flatMap(name ->
            file.flatMap(path -> firstLine(store, path)).map(word -> new Config.Login(name, word)));
    }

    private static Optional<Secret> firstLine(Section store, Path file) {
        try (var lines = Files.lines(file)) {
            var first = lines.findFirst().filter(line -> !line.isEmpty());
            if (first.isEmpty()) store.wrong("password_file", "the first line of " + file + " is empty");
            return first.map(Secret::new);
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // Section.file has said that it cannot be read
        }
    }

    private static Optional<Config.Copies> copies(String text) {
        if (!text.matches("[A-Za-z0-9_.-]{1,64}:[1-9]")) return Optional.empty();
        int colon = text.lastIndexOf(':');
        return Optional.of(new Config.Copies(text.substring(0, colon), text.charAt(colon + 1) - '0'));
    }
}
