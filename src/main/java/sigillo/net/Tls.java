package sigillo.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Our side of TLS as a server. The certificate files are looked at when a handshake begins, and read again when they
 * changed; files that cannot be read then leave the old certificates in use, and the log says so once. Any thread.
 */
public final class Tls {
    private static final System.Logger LOG = System.getLogger(Tls.class.getName());

    private final List<CertificateFiles> files;
    private final Duration checkEvery;
    private final AtomicLong nextCheck = new AtomicLong();
    private volatile Loaded loaded;

    private record Loaded(String stamp, SSLContext context) {}

    private Tls(List<CertificateFiles> files, Duration checkEvery, Loaded loaded) {
        this.files = files;
        this.checkEvery = checkEvery;
        this.loaded = loaded;
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
        return new Tls(List.copyOf(files), checkEvery, load(files, stamp(files)));
    }

    /** The context now in use, for doors that bring their own sockets (HTTP). */
    public SSLContext context() {
        long due = nextCheck.get();
        long now = System.nanoTime();
        if (now - due >= 0 && nextCheck.compareAndSet(due, now + checkEvery.toNanos())) reloadIfChanged();
        return loaded.context;
    }

    /** For one connection, whose handshake is still to be done. */
    SSLEngine serverEngine() {
        var engine = context().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(TlsPolicy.parameters());
        return engine;
    }

    private void reloadIfChanged() {
        var stamp = loaded.stamp;
        try {
            stamp = stamp(files);
            if (stamp.equals(loaded.stamp)) return;
            loaded = load(files, stamp);
            LOG.log(Level.INFO, "read the changed certificates " + files);
        } catch (IOException wrong) {
            LOG.log(Level.ERROR, "keep the old certificates: " + wrong.getMessage());
            loaded = new Loaded(stamp, loaded.context); // said once a change, not at each handshake
        }
    }

    private static String stamp(List<CertificateFiles> files) throws IOException {
        var stamp = new StringBuilder();
        for (var file : files) stamp.append(file.stamp()).append('\n');
        return stamp.toString();
    }

    private static Loaded load(List<CertificateFiles> files, String stamp) throws IOException {
        var certificates = new ArrayList<Certificate>();
        for (var file : files) certificates.add(file.load());
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new CertificateChooser(certificates)}, null, null);
            context.getServerSessionContext().setSessionCacheSize(NetLimits.TLS_SESSIONS_MAX);
            return new Loaded(stamp, context);
        } catch (GeneralSecurityException impossible) {
            throw new IOException("TLS cannot be set up: " + impossible.getMessage(), impossible);
        }
    }
}
