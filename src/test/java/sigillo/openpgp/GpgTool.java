package sigillo.openpgp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import sigillo.peers.Program;

/** GnuPG. */
final class GpgTool extends CommandTool {
    private Path home;

    GpgTool() { super("gpg"); }

    @Override public void begin(Known known) throws Exception {
        super.begin(known);
        // its agent's socket does not take long paths
        home = Files.createTempDirectory("gpg");
        // else it finds out at each start how much of it takes 100 ms, and protects each key so
        Files.writeString(home.resolve("gpg-agent.conf"), "s2k-count 65536\n");
        gpg("--import", path("us.pgp"));
        gpg("--passphrase", PASSPHRASE, "--import", path("moved.asc"));
        gpg("--passphrase", "", "--quick-gen-key", "gpg@mx.example", "future-default", "default", "never");
    }

    private String gpg(String... words) {
        var all = new ArrayList<>(List.of("--homedir", home.toString(), "--batch", "--yes", "--trust-model", "always",
            "--no-auto-key-locate", "--pinentry-mode", "loopback", "--status-fd", "1"));
        all.addAll(List.of(words));
        return run(all.toArray(String[]::new));
    }

    @Override public byte[] certificate() throws Exception {
        var out = place();
        gpg("-o", out, "--export", "gpg@mx.example");
        return octets(out);
    }

    @Override public byte[] seal(byte[] content, boolean isEncrypted, boolean isSigned) throws Exception {
        var out = place();
        var words = new ArrayList<>(List.of("--armor", "-o", out));
        if (isSigned) words.addAll(List.of("-u", "gpg@mx.example", "--sign"));
        if (isEncrypted) words.addAll(List.of("-r", "us@mx.example", "--encrypt"));
        words.add(file(content));
        gpg(words.toArray(String[]::new));
        return octets(out);
    }

    @Override public byte[] open(byte[] message, boolean isEncrypted, boolean isSigned) throws Exception {
        var out = place();
        var said = gpg("--passphrase", PASSPHRASE, "-o", out, "--decrypt", file(message));
        if (isEncrypted) requireSaid(said, "[GNUPG:] GOODMDC");
        if (isSigned) requireSaid(said, "[GNUPG:] GOODSIG");
        return octets(out);
    }

    @Override public byte[] signDetached(byte[] content) throws Exception {
        var out = place();
        gpg("--armor", "-u", "gpg@mx.example", "-o", out, "--detach-sign", file(content));
        return octets(out);
    }

    @Override public byte[] signCleartext(byte[] text) throws Exception {
        var out = place();
        gpg("-u", "gpg@mx.example", "-o", out, "--clearsign", file(text));
        return octets(out);
    }

    @Override public void verifyDetached(byte[] content, byte[] signature) throws Exception {
        requireSaid(gpg("--verify", file(signature), file(content)), "[GNUPG:] GOODSIG");
    }

    @Override public void close() {
        if (home == null) return;
        Program.run(Duration.ofSeconds(20), "gpgconf", "--homedir", home.toString(), "--kill", "all");
        Program.run(Duration.ofSeconds(20), "rm", "-rf", home.toString());
    }
}
