package sigillo.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import jdk.net.ExtendedSocketOptions;

/**
 * The operator's door into a running server: a local socket in a folder that only its owner may enter. The kernel says
 * who is at the other end; others than root, the owner and those allowed are refused. A request a line, an answer a
 * line.
 */
public final class OperatorSocket implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.operator");
    /** People and scripts on one machine. */
    private static final int CONNECTIONS_MAX = 16;
    static final int LINE_CHARACTERS_MAX = 1 << 20;

    private final Path path;
    private final Set<String> allowed;
    private final Operator operator;
    private final ServerSocketChannel server;
    private final Semaphore places = new Semaphore(CONNECTIONS_MAX);
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private OperatorSocket(Path path, Set<String> allowed, Operator operator, ServerSocketChannel server) {
        this.path = path;
        this.allowed = allowed;
        this.operator = operator;
        this.server = server;
    }

    /**
     * Listens at {@code path}, taking away what an earlier process left there: the caller holds the lock of the data
     * directory, so nobody else listens. {@code others}: names of users who may ask besides root and the server's own.
     */
    public static OperatorSocket open(Path path, Set<String> others, Operator operator) throws IOException {
        var place = SocketPlace.prepare(path, !others.isEmpty());
        Files.deleteIfExists(place);
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(place));
        SocketPlace.restrict(place, !others.isEmpty());
        var allowed = new java.util.HashSet<>(others);
        allowed.add("root");
        allowed.add(Files.getOwner(place).getName());
        var socket = new OperatorSocket(place, Set.copyOf(allowed), operator, server);
        Thread.ofPlatform().name("operator").daemon().start(socket::accept);
        return socket;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                var channel = server.accept();
                if (!places.tryAcquire()) channel.close();
                else Thread.ofPlatform().name("operator request").daemon().start(() -> converse(channel));
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException e) {
                LOG.log(Level.WARNING, "the operator's socket accepts no more", e);
                return;
            }
        }
    }

    private void converse(SocketChannel channel) {
        try (channel) {
            open.add(channel);
            var user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
            var octets = new SocketOctets(channel);
            if (allowed.contains(user)) serve(octets);
            else refuse(octets, user);
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "an operator's connection ended", gone);
        } finally {
            open.remove(channel);
            places.release();
        }
    }

    private void serve(SocketOctets octets) throws IOException {
        var in = new BufferedReader(new InputStreamReader(octets, StandardCharsets.UTF_8));
        for (String line; (line = Lines.read(in, LINE_CHARACTERS_MAX)) != null; ) say(octets, answer(line));
    }

    private Answer answer(String line) {
        try {
            return operator.perform(Json.request(line));
        } catch (IllegalArgumentException e) {
            return new Answer.Failed(e.getMessage());
        }
    }

    private void refuse(SocketOctets octets, String user) throws IOException {
        LOG.log(Level.WARNING, "refused the operator's socket to " + user);
        say(octets, new Answer.Failed(user + " may not give orders to this server"));
    }

    private static void say(SocketOctets octets, Answer answer) throws IOException {
        octets.write((Json.encode(answer) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Ends also the requests under way. */
    @Override public void close() {
        try {
            server.close();
            for (var channel : open) channel.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the operator's socket did not close", e);
        }
    }
}
