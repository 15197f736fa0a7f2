package sigillo.main.names;

import java.net.InetAddress;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import sigillo.base.Domain;
import sigillo.clients.ClientPlay;
import sigillo.clients.ClientPlay.Played;
import sigillo.https.PublicAddress;
import sigillo.main.config.Config;
import sigillo.main.config.Door;
import sigillo.main.kept.Kept;
import sigillo.net.ClientTls;
import sigillo.preflight.OwnAddresses;
import sigillo.resolver.Resolver;

/** Mail programs, played for the domains of this server: one play a domain at a time. Any thread. */
public final class ClientPlays {
    private final ClientPlay play;
    private final Kept kept;
    /** No more than there are domains here. */
    private final Map<Domain, LatestLook<List<Played>>> looks = new ConcurrentHashMap<>();

    public ClientPlays(Config config, Kept kept, Resolver resolver) {
        this.kept = kept;
        boolean staysHere = config.relay().loopbackOnly();
        this.play = new ClientPlay(resolver, ClientTls.verifying(), address -> staysHere ? address.isLoopbackAddress() : PublicAddress.is(address) || isOwn(address),
            config.hostname(), ProgramDoors.of(config), config.listeners().get(Door.HTTPS).port());
    }

    private static boolean isOwn(InetAddress address) {
        try {
            return OwnAddresses.ofThisMachine().contains(address);
        } catch (SocketException unknown) {
            return false;
        }
    }

    private LatestLook<List<Played>> look(Domain domain) {
        return looks.computeIfAbsent(domain, one -> new LatestLook<>(() -> play.of(one), kept.clock()));
    }

    /** Of a domain of ours. Takes its time. */
    public List<Played> now(Domain domain) { return look(domain).now(); }

    /** The same as it was found last; empty while the first is under way. */
    public Optional<List<Played>> latest(Domain domain) { return kept.directory().isLocal(domain) ? look(domain).latest() : Optional.of(List.of()); }
}
