package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One node of Apache Cassandra 5, as its own process on Java 17 with a heap of 512 MB: its artifacts come by Maven, see
 * {@code src/test/peers/cassandra}. All nodes of a cluster have the same ports, on 127.0.0.1, 127.0.0.2 and so on.
 */
public final class CassandraPeer implements AutoCloseable {
    private static final Path POM = Path.of("src/test/peers/cassandra/pom.xml");
    private static final Path CLASS_PATH = Path.of("target/peers/cassandra.classpath");
    private static final String COPIES = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";
    private static final Duration START_MAX = Duration.ofMinutes(8);
    /** One that works for a minute starts with half of the processor's time so. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1");
    /** What Cassandra's own start script for Java 17 opens to it. */
    private static final List<String> EXPORTS = List.of(
        "java.base/jdk.internal.misc", "java.base/jdk.internal.ref", "java.base/sun.nio.ch", "java.base/java.lang.ref",
        "java.management.rmi/com.sun.jmx.remote.internal.rmi", "java.rmi/sun.rmi.registry", "java.rmi/sun.rmi.server",
        "java.rmi/sun.rmi.transport.tcp", "java.sql/java.sql", "jdk.unsupported/sun.misc");
    private static final List<String> OPENS = List.of(
        "java.base/java.lang.module", "java.base/jdk.internal.loader", "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
        "java.base/jdk.internal.math", "java.base/jdk.internal.module", "java.base/jdk.internal.util.jar",
            "java.base/sun.nio.ch",
        "java.base/java.io", "java.base/java.nio", "java.base/java.util", "java.base/java.util.concurrent",
        "java.base/java.util.concurrent.atomic", "java.base/java.lang", "java.base/java.lang.reflect",
        "jdk.management/com.sun.management.internal", "java.rmi/sun.rmi.transport.tcp");

    /** The ports of a cluster. */
    public record Ports(int storage, int cql) {
        public static Ports free() { return new Ports(sigillo.peers.Ports.free(), sigillo.peers.Ports.free()); }
    }

    private final Path folder;
    private final Ports ports;
    private final int number;
    private final List<String> flags;
    private Program program;

    /** A node alone, in the data centre {@code dc1}; runs when this returns. */
    public static CassandraPeer alone(Path parent) {
        var node = new CassandraPeer(parent, Ports.free(), 1, "dc1", "-9223372036854775808", "127.0.0.1", SHORT_LIVED);
        node.awaitReady();
        return node;
    }

    /**
     * Begins to start the node at {@code 127.0.0.number}, whose seed is 127.0.0.1. {@code token}: where its part of
     * the ring ends.
     */
    public CassandraPeer(Path parent, Ports ports, int number, String dataCentre, String token) {
        this(parent, ports, number, dataCentre, token, "127.0.0." + number);
    }

    /** {@code told}: the address at which clients are told to find it, for who puts something between. */
    public CassandraPeer(Path parent, Ports ports, int number, String dataCentre, String token, String told) {
        this(parent, ports, number, dataCentre, token, told, List.of());
    }

    private CassandraPeer(
            Path parent, Ports ports, int number, String dataCentre, String token, String told, List<String> flags) {
        this.flags = flags;
        this.folder = parent.resolve("cassandra-" + number);
        this.ports = ports;
        this.number = number;
        try {
            Files.createDirectories(folder.resolve("conf"));
            Files.writeString(folder.resolve("conf/cassandra.yaml"), configuration(token).replace("TOLD", told));
            Files.writeString(folder.resolve("conf/cassandra-rackdc.properties"), "dc=" + dataCentre
                + "\nrack=rack1\n");
            Files.writeString(folder.resolve("conf/logback.xml"), LOGBACK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** Whether there is a Java 17; tests that want Cassandra abort by name otherwise. */
    public static boolean isPossible() { return java().isPresent(); }

    public InetSocketAddress contactPoint() { return new InetSocketAddress(address(), ports.cql()); }

    private String address() { return "127.0.0." + number; }

    public void start() { program = Program.start(folder.resolve("cassandra.log"), Map.of(), command()); }

    /** Waits until clients are taken. */
    public void awaitReady() {
        Program.waitUntil("Cassandra takes clients:\n" + folder.resolve("cassandra.log"), START_MAX, () -> listens()
            || !program.isRunning());
        if (!program.isRunning()) throw new AssertionError(program.printed());
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(contactPoint(), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** SIGKILL. */
    public void kill() { program.kill(); }

    public long residentKib() { return program.residentKib(); }

    private List<String> command() {
        var home = java().orElseThrow(() -> new IllegalStateException("no Java 17"));
        var command = new ArrayList<>(List
            .of(home.resolve("bin/java").toString(), "-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-Xss512k",
            "-XX:+PerfDisableSharedMem", "-XX:MaxDirectMemorySize=256m", "-Djdk.attach.allowAttachSelf=true"));
        command.addAll(flags);
        for (var each : EXPORTS) command.addAll(List.of("--add-exports", each + "=ALL-UNNAMED"));
        for (var each : OPENS) command.addAll(List.of("--add-opens", each + "=ALL-UNNAMED"));
        command.addAll(List.of("-Dcassandra.config="
            + folder.resolve("conf/cassandra.yaml").toUri(), "-Dcassandra.storagedir=" + folder,
            "-Dlogback.configurationFile="
                + folder.resolve("conf/logback.xml"), "-Dcassandra-foreground=yes", "-Dcassandra.ring_delay_ms=1000",
            "-Dcassandra.skip_wait_for_gossip_to_settle=0", "-Dcassandra.superuser_setup_delay_ms=0",
            "-cp", folder.resolve("conf") + ":" + classPath(), "org.apache.cassandra.service.CassandraDaemon"));
        return command;
    }

    private static Optional<Path> java() {
        return Stream.of("/usr/lib/jvm", "/opt/java", "/opt", "/usr/java").map(Path::of).filter(Files::isDirectory)
            .flatMap(CassandraPeer::homes).filter(CassandraPeer::is17).findFirst();
    }

    private static Stream<Path> homes(Path folder) {
        try (var there = Files.list(folder)) {
            return there.sorted().toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static boolean is17(Path home) {
        try {
            return Files.isExecutable(home.resolve("bin/java"))
                && Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"17");
        } catch (IOException e) {
            return false;
        }
    }

    /** Resolved once, from Maven's own store when it is all there. */
    private static synchronized String classPath() {
        if (!Files.exists(CLASS_PATH) && !isResolved("-o")
            && !isResolved("-U")) throw new AssertionError("Maven cannot resolve " + POM);
        try {
            return Files.readString(CLASS_PATH).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whole when it is there: another JVM may look for it. */
    private static boolean isResolved(String how) {
        var written = CLASS_PATH.resolveSibling("cassandra." + ProcessHandle.current().pid());
        int code = Program.run(Duration.ofMinutes(10), "mvn", "-B", "-q", how, "-f", POM.toString(), COPIES,
            "-Dmdep.outputFile=" + written.toAbsolutePath()).code();
        if (code != 0 || !Files.exists(written)) return false;
        try {
            Files.move(written, CLASS_PATH, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }

    private static final String LOGBACK = """
        <configuration>
          <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender"><encoder><pattern>%d %-5level %logger{20} %msg%n</pattern></encoder></appender>
          <root level="WARN"><appender-ref ref="OUT"/></root>
        </configuration>
        """;

    /**
     * Durable as a store of mail wants it: a write is answered when it is on the disk. Deleted rows are soon too many.
     */
    private String configuration(String token) {
        return """
            cluster_name: sigillo-test
            num_tokens: 1
            initial_token: "TOKEN"
            auto_bootstrap: false
            partitioner: org.apache.cassandra.dht.Murmur3Partitioner
            seed_provider:
              - class_name: org.apache.cassandra.locator.SimpleSeedProvider
                parameters:
                  - seeds: "127.0.0.1:STORAGE"
            listen_address: ADDRESS
            rpc_address: ADDRESS
            broadcast_rpc_address: TOLD
            storage_port: STORAGE
            native_transport_port: CQL
            endpoint_snitch: GossipingPropertyFileSnitch
            data_file_directories: ["FOLDER/data"]
            commitlog_directory: FOLDER/commitlog
            saved_caches_directory: FOLDER/caches
            hints_directory: FOLDER/hints
            cdc_raw_directory: FOLDER/cdc
            commitlog_sync: group
            commitlog_sync_group_window: 2ms
            commitlog_segment_size: 16MiB
            commitlog_total_space: 96MiB
            memtable_heap_space: 64MiB
            memtable_offheap_space: 32MiB
            memtable_allocation_type: heap_buffers
            auto_snapshot: false
            paxos_variant: v2
            concurrent_reads: 8
            concurrent_writes: 8
            concurrent_compactors: 1
            compaction_throughput: 0MiB/s
            file_cache_size: 32MiB
            networking_cache_size: 16MiB
            key_cache_size: 8MiB
            counter_cache_size: 0MiB
            tombstone_warn_threshold: 2000
            tombstone_failure_threshold: 4000
            """.replace("TOKEN", token).replace("STORAGE", "" + ports.storage()).replace("ADDRESS", address())
            .replace("CQL", "" + ports.cql()).replace("FOLDER", folder.toString());
    }

    @Override public void close() { program.close(); }
}
