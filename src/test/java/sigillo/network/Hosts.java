package sigillo.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import sigillo.peers.Program;

/**
 * Hosts in network namespaces, joined by a bridge in one more; takes root and iproute2. Every name has the number of this
 * process in it. All that runs in them ends with them, also when this process is ended by a signal; what another process
 * has left behind is removed when the next begins.
 */
final class Hosts implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String MARK = "sigillo-";
    /** For each namespace files that stand in /etc within it: ip-netns(8). */
    private static final Path FILES = Path.of("/etc/netns");
    /** CLONE_NEWNET. */
    private static final int NETWORK = 0x40000000;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String run = MARK + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + "-";
    private final List<String> names;
    private final Thread atExit = new Thread(this::remove);

    /** Why there can be none here. */
    static Optional<String> missing() {
        if (!Program.isInstalled("ip")) return Optional.of("iproute2 is not installed");
        var name = MARK + ProcessHandle.current().pid() + "-0-try";
        try {
            var made = Program.run(SOON, "sh", "-c", "ip netns add " + name + " && ip netns exec " + name + " ip link set lo up");
            return made.code() == 0 ? Optional.empty() : Optional.of("no network namespace can be made here: " + made.printed().strip());
        } finally {
            Program.run(SOON, "sh", "-c", "ip netns delete " + name + " 2>&-");
        }
    }

    /** {@code addresses}: of each host, in one network of 24 bits. {@code resolver}: whom all of them ask. */
    Hosts(Map<String, List<String>> addresses, String resolver) {
        names = List.copyOf(addresses.keySet());
        removeLeft();
        Runtime.getRuntime().addShutdownHook(atExit);
        var script = new StringBuilder("set -e\nip netns add " + run + "lan\nip -n " + run + "lan link add bridge type bridge\nip -n " + run + "lan link set bridge up\n");
        for (var name : names) script.append(joined(name, addresses.get(name)));
        try {
            for (var name : names) {
                Files.createDirectories(files(name));
                // the AD bit of a resolver is believed where that is said: resolv.conf(5)
                Files.writeString(files(name).resolve("resolv.conf"), "nameserver " + resolver + "\noptions trust-ad\n");
            }
            Program.run(SOON, "sh", "-c", script.toString()).orFail();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    private String joined(String host, List<String> addresses) {
        return """
            ip netns add %1$s%2$s
            ip -n %1$slan link add %2$s type veth peer name eth0 netns %1$s%2$s
            ip -n %1$slan link set %2$s master bridge up
            ip -n %1$s%2$s link set lo up
            ip -n %1$s%2$s link set eth0 up
            """.formatted(run, host) + addresses.stream().map(one -> "ip -n " + run + host + " address add " + one + "/24 dev eth0\n").collect(Collectors.joining());
    }

    /** Files of /etc that only this host sees; they must be there before what reads them starts. Only what is in /etc too can be replaced. */
    Path files(String host) { return FILES.resolve(run + host); }

    /** Before a command, so that it runs there. */
    List<String> at(String host) { return List.of("ip", "netns", "exec", run + host); }

    Program start(String host, Path log, Map<String, String> environment, String... command) { return Program.start(log, environment, at(host, command)); }

    Program.Done run(String host, String... command) { return Program.run(Duration.ofSeconds(120), Map.of(), at(host, command)); }

    private List<String> at(String host, String... command) {
        var all = new ArrayList<>(at(host));
        all.addAll(List.of(command));
        return all;
    }

    /** Connects from a host to one of its own ports: on a thread that has entered its network, since sockets stay where they were made. */
    Socket dial(String host, int port) throws IOException {
        var made = new CompletableFuture<Socket>();
        Thread.ofPlatform().start(() -> {
            try {
                enter(Path.of("/run/netns", run + host));
                made.complete(new Socket(InetAddress.getLoopbackAddress(), port));
            } catch (Throwable failed) {
                made.completeExceptionally(failed);
            }
        });
        try {
            return made.join();
        } catch (CompletionException failed) {
            throw new IOException("no connection to " + host + ":" + port, failed.getCause());
        }
    }

    /** setns(2), for this thread until it ends. */
    @SuppressWarnings("restricted")
    private static void enter(Path namespace) throws Throwable {
        var linker = Linker.nativeLinker();
        var open = linker.downcallHandle(linker.defaultLookup().findOrThrow("open"), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        var setns = linker.downcallHandle(linker.defaultLookup().findOrThrow("setns"), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        var close = linker.downcallHandle(linker.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try (var arena = Arena.ofConfined()) {
            int file = (int) open.invokeExact(arena.allocateFrom(namespace.toString()), 0);
            int code = (int) setns.invokeExact(file, NETWORK);
            int _ = (int) close.invokeExact(file);
            if (code != 0) throw new IOException("setns to " + namespace + " fails");
        }
    }

    /** Those of its processes whose program has this name. */
    List<Long> pids(String host, String program) { return pids(run + host).stream().filter(pid -> program(pid).equals(program)).toList(); }

    private static String program(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
        } catch (IOException gone) {
            return "";
        }
    }

    private static List<Long> pids(String namespace) {
        var found = Program.run(SOON, "ip", "netns", "pids", namespace);
        return found.code() == 0 ? found.printed().lines().map(String::strip).filter(line -> line.matches("\\d+")).map(Long::valueOf).toList() : List.of();
    }

    @Override public void close() {
        remove();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void remove() {
        names.forEach(name -> remove(run + name));
        remove(run + "lan");
    }

    private static void remove(String namespace) {
        for (long pid : pids(namespace)) ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        Program.run(SOON, "sh", "-c", "ip netns delete " + namespace + " 2>&-; rm -rf " + FILES.resolve(namespace) + "; rmdir " + FILES + " 2>&-");
    }

    /** Of processes that are no more. */
    private static void removeLeft() {
        for (var line : Program.run(SOON, "ip", "netns", "list").printed().lines().toList()) {
            var name = line.split(" ")[0];
            boolean isLeft = name.matches(MARK + "\\d+-.+") && ProcessHandle.of(Long.parseLong(name.split("-")[1])).isEmpty();
            if (isLeft) remove(name);
        }
    }
}
