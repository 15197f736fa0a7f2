package sigillo.certificates;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import sigillo.base.Alarms;
import sigillo.http.HttpProtocol;
import sigillo.net.ClientTls;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;
import sigillo.net.Protocol;
import sigillo.net.TestCertificates;
import sigillo.net.Tls;
import sigillo.net.Wire;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.store.Store;
import sigillo.store.memory.MemoryStore;

/** A server of two listeners, with a clock of its own: one in clear for proofs, one that echoes lines inside TLS. */
final class Bench implements AutoCloseable, Alarms {
    static final String HOST = "mail.home.test";

    final Store store = new MemoryStore();
    final Secret key = Secret.random(Randomness.secure());
    final Map<String, String> alarms = new ConcurrentHashMap<>();
    final Tls tls;
    final Listener http;
    final Listener secure;
    volatile Duration ahead = Duration.ZERO;
    volatile boolean isHttpAnswered = true;
    volatile List<String> names = List.of(HOST);
    Supplier<List<Listening>> listeners = List::of;
    Optional<TlsaWatch> watch = Optional.empty();
    Optional<Authority> instead = Optional.empty();
    Optional<DnsPublisher> dns = Optional.empty();
    Turn turn = Turn.ALONE;
    Certificates certificates;

    Bench(Path folder) throws Exception {
        tls = Tls.open(List.of(TestCertificates.write(folder, HOST)));
        http = open("http", false, HttpProtocol.toHttps(443, token -> isHttpAnswered ? certificates.proofs().atToken(token) : Optional.empty()));
        secure = open("secure", true, new Echo());
    }

    private Listener open(String name, boolean implicitTls, Protocol protocol) throws IOException {
        return Listener.open(ListenerSettings.of(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), implicitTls), Optional.of(tls), protocol);
    }

    InstantSource clock() { return () -> Instant.now().plus(ahead); }

    /** As after a start: what is kept is there, all else is gone. */
    Certificates start(Optional<AcmeSettings> settings) {
        var place = new Certificates.Place(store, key, clock(), this, tls);
        certificates = new Certificates(place, new Certificates.Wanted(HOST, () -> names, settings, dns, false), turn, instead);
        certificates.served(() -> listeners.get());
        watch.ifPresent(certificates::watching);
        return certificates;
    }

    Listening secureListening() { return new Listening("secure", secure.address(), Listening.Opening.TLS); }

    /** What a client is shown now. */
    X509Certificate shown(String host) throws IOException {
        var seen = new ArrayList<X509Certificate>();
        try (var wire = Wire.connect(secure.address(), Optional.empty(), Duration.ofSeconds(5))) {
            wire.startTls(ClientTls.judging(seen::addAll), host, Duration.ofSeconds(5));
        }
        return seen.getFirst();
    }

    /** A client that stays. */
    Wire client() throws IOException {
        var wire = Wire.connect(secure.address(), Optional.empty(), Duration.ofSeconds(5));
        wire.startTls(ClientTls.judging(_ -> {}), HOST, Duration.ofSeconds(5));
        return wire;
    }

    static String echoed(Wire wire, String word) throws IOException {
        wire.within(Duration.ofSeconds(5));
        wire.write(word.getBytes(StandardCharsets.US_ASCII));
        if (!wire.fill()) throw new IOException("closed");
        var octets = new byte[wire.input().remaining()];
        wire.input().get(octets);
        return new String(octets, StandardCharsets.US_ASCII);
    }

    private static final class Echo implements Protocol {
        @Override public void serve(Wire wire) throws IOException {
            while (wire.awaitCommand(Duration.ofMinutes(1))) {
                var octets = new byte[wire.input().remaining()];
                wire.input().get(octets);
                wire.write(octets);
            }
        }

        @Override public byte[] tooMany() { return new byte[0]; }
    }

    @Override public void raise(String name, String sentence) { alarms.put(name, sentence); }

    @Override public void clear(String name) { alarms.remove(name); }

    @Override public void close() {
        http.close();
        secure.close();
    }
}
