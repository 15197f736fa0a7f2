package sigillo.main.setup;

import java.io.IOException;
import java.io.PrintStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import sigillo.base.Sha256;
import sigillo.main.command.Failure;
import sigillo.main.config.Config;
import sigillo.main.kept.Kept;
import sigillo.net.CertificateFiles;
import sigillo.preflight.OwnAddresses;
import sigillo.sealing.Randomness;
import sigillo.setup.Progress;
import sigillo.setup.Progress.Stage;

/** Whether a server is still to be set up, and what is said of that where it starts. */
public final class SetupOpening {
    private SetupOpening() {}

    public static Path folder(Config config) { return config.data().resolve("setup"); }

    /** Empty when there is nothing to set up: it was done, or by other means. */
    public static Optional<Progress> of(Config config, Kept kept) {
        var folder = folder(config);
        boolean isFresh = kept.directory().domains().isEmpty();
        if (!isFresh && !Progress.isBegun(folder)) return Optional.empty();
        try {
            return Optional.of(Progress.open(folder, kept.clock(), Randomness.secure())).filter(one -> one.stage() != Stage.DONE);
        } catch (IOException e) {
            throw new Failure("how far the set-up has come cannot be read: " + e.getMessage());
        }
    }

    /** At a terminal with a fresh code; a log keeps what it is told, so there is only where the code is. */
    public static void announce(Progress progress, InetSocketAddress at,
        CertificateFiles certificate) throws IOException {
        var console = System.console();
        announce(progress, at, certificate, console != null && console.isTerminal(), System.out);
    }

    /** {@code at}: where the pages listen. */
    static void announce(Progress progress, InetSocketAddress at, CertificateFiles certificate, boolean isTerminal, PrintStream out)
            throws IOException {
        out.println("This server is not set up yet. Its pages for that are at");
        var port = at.getPort() == 443 ? "" : ":" + at.getPort();
        for (var address : addresses(at.getAddress())) out.println("    https://" + host(address) + port + "/setup");
        out.println("A browser warns there, since nobody vouches yet. It is this server if the SHA-256 fingerprint of the certificate is");
        out.println("    " + fingerprint(certificate.chain()));
        if (progress.stage().compareTo(Stage.ACCOUNT) > 0) {
            out.println("The owner of the first account signs in there.");
        } else {
            var code = progress.freshCode();
            out.println(isTerminal ? "The code, good for an hour: " + code.shown()
                : "The code, good for an hour, is in " + progress.codeFile() + "; sigillo setup code makes another");
        }
        out.flush();
    }

    private static List<InetAddress> addresses(InetAddress listening) throws IOException {
        if (!listening.isAnyLocalAddress()) return List.of(listening);
        var own = OwnAddresses.ofThisMachine();
        return own.isEmpty() ? List.of(InetAddress.getLoopbackAddress()) : own;
    }

    private static String host(InetAddress address) {
        var text = address.getHostAddress().replaceFirst("%.*", "");
        return address instanceof Inet6Address ? "[" + text + "]" : text;
    }

    /** As browsers show it. */
    static String fingerprint(Path chain) throws IOException {
        try (var in = Files.newInputStream(chain)) {
            var leaf = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(Sha256.of(leaf.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException(chain + " cannot be read", e);
        }
    }
}
