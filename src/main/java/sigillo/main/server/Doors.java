package sigillo.main.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import sigillo.admin.Results;
import sigillo.certificates.Listening;
import sigillo.certificates.Listening.Opening;
import sigillo.main.config.Door;
import sigillo.main.kept.Settings;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;
import sigillo.net.PortTaken;
import sigillo.net.Protocol;
import sigillo.net.Room;
import sigillo.net.Tls;

/** All listeners of a server, opened and closed together. */
final class Doors {
    private static final System.Logger LOG = System.getLogger("sigillo.doors");

    private static final Duration TRIED_EVERY = Duration.ofSeconds(1);

    private final Settings settings;
    private final Room room;
    private final Optional<Tls> tls;
    private final Protocol mx;
    private final Protocol submission;
    private final Protocol lmtp;
    private final Protocol milter;
    private final Protocol imap;
    private final Protocol pop;
    private final Protocol sieve;
    private final Protocol web;
    private final Protocol redirect;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    Doors(Settings settings, Room room, Optional<Tls> tls, Protocol mx, Protocol submission, Protocol lmtp, Protocol milter, Protocol imap,
            Protocol pop, Protocol sieve, Protocol web, Protocol redirect) {
        this.settings = settings;
        this.room = room;
        this.tls = tls;
        this.mx = mx;
        this.submission = submission;
        this.lmtp = lmtp;
        this.milter = milter;
        this.imap = imap;
        this.pop = pop;
        this.sieve = sieve;
        this.web = web;
        this.redirect = redirect;
    }

    /**
     * Takes the ports of those that are switched on, or none; nobody comes in yet. One that another program has is tried
     * again for that long. Throws {@link PortTaken}, which says which it is.
     */
    void bind(Duration within) throws IOException {
        long until = System.nanoTime() + within.toNanos();
        for (boolean isFirst = true; ; isFirst = false) {
            try {
                bindAll();
                return;
            } catch (PortTaken taken) {
                if (System.nanoTime() - until >= 0) throw taken;
                if (isFirst) LOG.log(Level.WARNING, taken.getMessage() + "; it is tried again for " + within.toSeconds() + " seconds");
                pause(taken);
            }
        }
    }

    private static void pause(PortTaken taken) throws IOException {
        try {
            Thread.sleep(TRIED_EVERY);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw taken;
        }
    }

    private void bindAll() throws IOException {
        try {
            for (var door : Door.values()) {
                if (settings.config().listeners().get(door).on()) {
                    listeners.add(Listener.bound(settings.listener(door), tls, protocol(door),
                        Optional.of(room.door(door.share()))));
                }
            }
        } catch (IOException e) {
            close(Duration.ZERO);
            throw e;
        }
    }

    /** Those whose ports were taken. */
    void open() { listeners.forEach(Listener::begin); }

    /** Opens these for this machine alone, at ports that are free, whatever is configured. Returns the ports. */
    Map<Door, Integer> openWithin(Set<Door> doors) throws IOException {
        var ports = new EnumMap<Door, Integer>(Door.class);
        for (var door : doors) {
            var within = ListenerSettings.of(door.key(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), door.isImplicitTls());
            var listener = Listener.open(within, tls, protocol(door), Optional.of(room.door(door.share())));
            listeners.add(listener);
            ports.put(door, listener.address().getPort());
        }
        return ports;
    }

    private Protocol protocol(Door door) {
        return switch (door) {
            case SMTP -> mx;
            case SUBMISSION, SUBMISSIONS -> submission;
            case LMTP -> lmtp;
            case MILTER -> milter;
            case IMAP, IMAPS -> imap;
            case POP3, POP3S -> pop;
            case MANAGESIEVE -> sieve;
            case HTTPS -> web;
            case HTTP -> redirect;
        };
    }

    List<Results.Listening> listening() {
        return listeners.stream()
            .map(one -> new Results.Listening(one.name(), address(one), one.connections())).toList();
    }

    /** What shows a certificate, and how that begins. */
    List<Listening> shown() {
        return listeners.stream().flatMap(one -> opening(one.name()).stream().flatMap(opening -> shown(one, opening))).toList();
    }

    /** Here, and where others find it. */
    private Stream<Listening> shown(Listener one, Opening opening) {
        var here = new Listening(one.name(), one.address(), opening);
        var seen = Optional.ofNullable(settings.config().doctor().seenAt().get(one.name())).stream();
        // who looks for himself is none of its proxies
        return Stream.concat(one.isProxied() ? Stream.empty() : Stream.of(here), seen.map(at -> new Listening(one.name() + " from outside", at, opening)));
    }

    private static Optional<Opening> opening(String name) {
        return Stream.of(Door.values()).filter(door -> door.key().equals(name)).findFirst().flatMap(door -> switch (door) {
            case SUBMISSIONS, IMAPS, POP3S, HTTPS -> Optional.of(Opening.TLS);
            case SMTP, SUBMISSION -> Optional.of(Opening.SMTP);
            case IMAP -> Optional.of(Opening.IMAP);
            case POP3 -> Optional.of(Opening.POP3);
            case MANAGESIEVE -> Optional.of(Opening.SIEVE);
            case LMTP, MILTER, HTTP -> Optional.empty();
        });
    }

    private static String address(Listener listener) {
        var address = listener.address();
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** All at once, since each waits for its conversations. */
    void close(Duration drain) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var listener : listeners) {
                threads.execute(() -> {
                    int cut = listener.stop(drain);
                    if (cut > 0) LOG.log(Level.INFO, listener.name() + ": " + cut + " conversations were cut");
                });
            }
        }
        listeners.clear();
    }
}
