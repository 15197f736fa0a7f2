package sigillo.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Our side of TLS as a server. The certificate files are looked at when a handshake begins, and read again when they
 * changed; files that cannot be read, or hold what is worse than what is in use, leave that in use, and the log says so
 * once. Certificates that were {@link #use given} stand in their place. Connections that are open keep theirs. Any thread.
 */
public final class Tls {
    private static final System.Logger LOG = System.getLogger(Tls.class.getName());

    private final List<CertificateFiles> files;
    private final Duration checkEvery;
    private final AtomicLong nextCheck = new AtomicLong();
    private volatile NameProofs proofs = NameProofs.NONE;
    private volatile Optional<String> host = Optional.empty();
    private volatile InstantSource clock = InstantSource.system();
    private volatile Loaded ofFiles;
    private volatile Optional<Loaded> given = Optional.empty();

    /** {@code wrong}: why the files, as they are now, are not what is used. */
    private record Loaded(String stamp, List<Certificate> certificates, SSLContext context, Optional<String> wrong) {}

    private Tls(List<CertificateFiles> files, Duration checkEvery) throws IOException {
        this.files = files;
        this.checkEvery = checkEvery;
        this.ofFiles = load(stamp(files));
        nextCheck.set(System.nanoTime() + checkEvery.toNanos());
    }

    /**
     * The first certificate is served to who names no host, or none of ours. Throws {@link IOException} that says what
     * is wrong.
     */
    public static Tls open(List<CertificateFiles> files) throws IOException {
        return open(files, NetLimits.RELOAD_CHECK);
    }

    static Tls open(List<CertificateFiles> files, Duration checkEvery) throws IOException {
        if (files.isEmpty()) throw new IllegalArgumentException("no certificate");
        return new Tls(List.copyOf(files), checkEvery);
    }

    /** From now on changed files are used only if they are of their time and of {@code host}, where those before them are. */
    public void checking(String host, InstantSource clock) {
        this.host = Optional.of(host);
        this.clock = clock;
    }

    /** From now on authorities are shown these. */
    public void proving(NameProofs proofs) { this.proofs = proofs; }

    /** From now on these are served instead of those of the files; none: those of the files again. */
    public void use(List<Certificate> certificates) {
        given = certificates.isEmpty() ? Optional.empty()
            : Optional.of(new Loaded("", List.copyOf(certificates), context(certificates), Optional.empty()));
    }

    /** What is served now, the first to who names no host. */
    public List<Certificate> certificates() { return loaded().certificates; }

    /** Why the files, as they are now, are not used; empty where they are, or others are served. */
    public Optional<String> trouble() { return loaded().wrong; }

    /** The context now in use, for doors that bring their own sockets (HTTP). */
    public SSLContext context() { return loaded().context; }

    private Loaded loaded() {
        var instead = given;
        if (instead.isPresent()) return instead.get();
        long due = nextCheck.get();
        long now = System.nanoTime();
        if (now - due >= 0 && nextCheck.compareAndSet(due, now + checkEvery.toNanos())) reloadIfChanged();
        return ofFiles;
    }

    /** For one connection, whose handshake is still to be done. {@code protocols}: what may be spoken by ALPN, the best first. */
    SSLEngine serverEngine(List<String> protocols) {
        var engine = context().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(TlsPolicy.parameters());
        // "": as if nobody had asked, as before authorities did
        engine.setHandshakeApplicationProtocolSelector((_, asked) -> asked.contains(NameProofs.PROTOCOL) ? NameProofs.PROTOCOL
            : protocols.stream().filter(asked::contains).findFirst().orElse(""));
        return engine;
    }

    private void reloadIfChanged() {
        var before = ofFiles;
        var stamp = before.stamp;
        try {
            stamp = stamp(files);
            if (stamp.equals(before.stamp)) return;
            var now = load(stamp);
            var worse = worse(before.certificates.getFirst(), now.certificates.getFirst());
            if (worse.isPresent()) throw new IOException(files.getFirst().chain() + ": " + worse.get());
            ofFiles = now;
            LOG.log(Level.INFO, "read the changed certificates " + files);
        } catch (IOException wrong) {
            LOG.log(Level.ERROR, "keep the old certificates: " + wrong.getMessage());
            // said once a change, not at each handshake
            ofFiles = new Loaded(stamp, before.certificates, before.context, Optional.of(wrong.getMessage()));
        }
    }

    /** Why the new one may not follow the old. One that is no good itself gives way to any that can be read. */
    private Optional<String> worse(Certificate old, Certificate now) {
        var at = clock.instant();
        var wrong = wrong(now, at);
        return wrong(old, at).isPresent() ? Optional.empty() : wrong;
    }

    private Optional<String> wrong(Certificate certificate, Instant at) {
        if (host.isEmpty()) return Optional.empty();
        return certificate.fault(at).or(() -> certificate.isFor(host.get()) ? Optional.empty() : Optional.of("it is not for " + host.get()));
    }

    private static String stamp(List<CertificateFiles> files) throws IOException {
        var stamp = new StringBuilder();
        for (var file : files) stamp.append(file.stamp()).append('\n');
        return stamp.toString();
    }

    private Loaded load(String stamp) throws IOException {
        var certificates = new ArrayList<Certificate>();
        for (var file : files) certificates.add(file.load());
        return new Loaded(stamp, List.copyOf(certificates), context(certificates), Optional.empty());
    }

    private SSLContext context(List<Certificate> certificates) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new CertificateChooser(certificates, host -> proofs.of(host))}, null, null);
            context.getServerSessionContext().setSessionCacheSize(NetLimits.TLS_SESSIONS_MAX);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("TLS cannot be set up", impossible);
        }
    }
}
