package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.admin.Request;
import sigillo.base.Address;
import sigillo.keyring.Level;
import sigillo.peers.ImapProbe;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;
import sigillo.upgrade.Installation;
import sigillo.upgrade.Manifest;
import sigillo.upgrade.Release;
import sigillo.upgrade.ReleaseKeys;
import sigillo.upgrade.Step;
import sigillo.upgrade.Upgrade;
import sigillo.upgrade.Version;

/**
 * A server of a release is upgraded while strangers send to it: to a version that eats the store and hangs, with whoever upgrades killed; to
 * one that lacks a part; to one that is well. What got a 250 is there exactly once after each, and what waits in the queue waits.
 */
@Tag("gate")
class UpgradeTest {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(120);
    /** Serves a search alone: all that a version without it does well is done before. */
    private static final String PART = "sigillo/imapd/Search.class";

    /** Ten JVMs start here, and none works for long: the second compiler would cost half of the time. */
    private static final String QUICK_TO_START = "-XX:TieredStopAtLevel=1";

    @TempDir Path folder;
    private final Ledger ledger = new Ledger();
    private final AtomicInteger numbers = new AtomicInteger();
    private KeyPair key;
    private Path root;

    @Test void anUpgradeThatFailsGoesBackAndOneThatIsWellServes() throws Exception {
        key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        root = Files.createDirectories(folder.resolve("root")).toRealPath();
        var installation = new Installation(root);
        installation.lead(installation.install(Release.open(whole("1.0", 1), keys())));
        try (var sigillo = SigilloPeer.demoOfFlags(QUICK_TO_START, folder)) {
            sigillo.ask(new Request.AddAccount(Address.of(sigillo.address("carla")), "carla's own password", Optional.of(Level.L0)));
            sigillo.stop();
            sigillo.againAsServer(root.resolve("current/sigillo"));
            waitsInTheQueue(sigillo);
            try (var _ = new Stranger(sigillo)) {
                eaten(sigillo);
                check(sigillo, "1.0");
                lacking(sigillo);
                check(sigillo, "1.0");
                well(sigillo);
                check(sigillo, "1.3");
            }
        }
    }

    // ---- the releases ----

    private ReleaseKeys keys() { return new ReleaseKeys(List.of(key.getPublic())); }

    /** This very program. Its files are links: a release that is installed is a copy. */
    private Path whole(String version, long serial) throws IOException {
        var release = folder.resolve("release-" + version);
        Files.createDirectories(release.resolve("target/lib"));
        for (var name : List.of("sigillo", "jvm.sh", "jdk.sh", "target/sigillo.jar")) Files.copy(Path.of(name), release.resolve(name));
        release.resolve("sigillo").toFile().setExecutable(true);
        try (var jars = Files.newDirectoryStream(Path.of("target/lib").toRealPath(), "*.jar")) {
            for (var jar : jars) linkedOrCopied(jar, release.resolve("target/lib").resolve(jar.getFileName()));
        }
        return signed(release, version, serial);
    }

    private static void linkedOrCopied(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from.toRealPath());
        } catch (IOException anotherDisk) {
            Files.copy(from, to);
        }
    }

    private Path signed(Path release, String version, long serial) throws IOException {
        Files.write(release.resolve(ReleaseKeys.NAME), keys().encode());
        var manifest = new Manifest(Version.parse(version).orElseThrow(), "stable", serial, LocalDate.of(2026, 11, 30), Version.parse("1.0").orElseThrow(), false, "New.", "Nuovo.", Optional.empty(),
            Release.files(release)).encode();
        Files.write(release.resolve(Manifest.NAME), manifest);
        Files.writeString(release.resolve(Manifest.SIGNATURE), ReleaseKeys.sign(manifest, Base64.getEncoder().encode(key.getPrivate().getEncoded())));
        return release;
    }

    /** A version whose migration is half done when it stops for ever. */
    private Path eating(Path data) throws IOException {
        var release = Files.createDirectories(folder.resolve("release-1.1"));
        var script = "#!/bin/bash\nrm -f " + data + "/store/rocksdb/*.sst " + data + "/store/rocksdb/*.blob\necho eaten > " + data + "/store/rocksdb/CURRENT\n"
            + "for f in " + data + "/keys/*; do [ -f \"$f\" ] && echo eaten > \"$f\"; done\ntouch " + folder.resolve("eaten") + "\nwhile sleep 1; do :; done\n";
        Files.writeString(release.resolve("sigillo"), script);
        release.resolve("sigillo").toFile().setExecutable(true);
        return signed(release, "1.1", 2);
    }

    // ---- the upgrades ----

    private Program upgrade(SigilloPeer sigillo, Path release) {
        return sigillo.begun(root.resolve("current/sigillo"), folder.resolve("upgrade.log"), "upgrade", "--to", release.toString());
    }

    /** Whoever upgrades is killed; the server that waits beside him finds what was left. */
    private void eaten(SigilloPeer sigillo) throws IOException {
        var upgrade = upgrade(sigillo, eating(sigillo.folder()));
        Program.waitUntil("the store is eaten: " + upgrade.printed(), ENDS_WITHIN, () -> Files.exists(folder.resolve("eaten")));
        assertEquals(Step.TRIAL, step(sigillo));
        upgrade.kill();
        servesAgain(sigillo, 1);
        assertEquals(Step.FAILED, step(sigillo));
        assertTrue(sigillo.program().printed().contains("was cut off while the new version tested itself"), sigillo.program()::printed);
    }

    private void lacking(SigilloPeer sigillo) throws IOException {
        var release = whole("1.2", 3);
        try (var jar = FileSystems.newFileSystem(release.resolve("target/sigillo.jar"))) {
            Files.delete(jar.getPath(PART));
        }
        signed(release, "1.2", 3);
        var upgrade = upgrade(sigillo, release);
        assertEquals(1, upgrade.await(ENDS_WITHIN), upgrade::printed);
        assertTrue(upgrade.printed().contains("not upgraded, all is as it was: it cannot be found and read over IMAP"), upgrade::printed);
        servesAgain(sigillo, 2);
        assertEquals(Step.FAILED, step(sigillo));
    }

    private void well(SigilloPeer sigillo) throws IOException {
        var upgrade = upgrade(sigillo, whole("1.3", 4));
        assertEquals(0, upgrade.await(ENDS_WITHIN), upgrade::printed);
        servesAgain(sigillo, 3);
        assertEquals(Step.DONE, step(sigillo));
    }

    private static Step step(SigilloPeer sigillo) throws IOException { return Upgrade.progress(sigillo.folder()).orElseThrow().step(); }

    /** In the same process, for the n-th time. */
    private static void servesAgain(SigilloPeer sigillo, int n) {
        Program.waitUntil("it serves again: " + sigillo.program().printed(), ENDS_WITHIN, () -> sigillo.program().printed().split("ready in ", -1).length == n + 2 || !sigillo.program().isRunning());
        assertTrue(sigillo.program().isRunning(), sigillo.program()::printed);
    }

    // ---- the mail ----

    private static byte[] message(String from, String id) { return ("From: <" + from + ">\r\nMessage-ID: " + id + "\r\nSubject: mail\r\n\r\nSome words.\r\n").getBytes(StandardCharsets.UTF_8); }

    /** For a host that takes no calls: it is tried, and waits. */
    private static void waitsInTheQueue(SigilloPeer sigillo) throws IOException {
        try (var smtp = SmtpProbe.connect(sigillo.port("submission"))) {
            smtp.expect("250", "EHLO client.test");
            smtp.startTls();
            smtp.expect("250", "EHLO client.test");
            smtp.authPlain(sigillo.address("bruno"), sigillo.password("bruno"));
            var reply = smtp.send(sigillo.address("bruno"), "somebody@[127.0.0.1]", message(sigillo.address("bruno"), "<waits@client.test>"));
            assertTrue(reply.startsWith("250"), reply);
        }
    }

    /** Sends to two accounts by turns, without a pause as long as it is taken. */
    private final class Stranger implements AutoCloseable {
        private final SigilloPeer sigillo;
        private final Thread thread;
        private volatile boolean stops;

        Stranger(SigilloPeer sigillo) {
            this.sigillo = sigillo;
            this.thread = Thread.ofVirtual().start(this::run);
        }

        private void run() {
            while (!stops) {
                try (var smtp = sigillo.smtp()) {
                    smtp.expect("250", "EHLO client.test");
                    while (!stops) {
                        synchronized (ledger) {
                            sends(smtp);
                        }
                        Program.pause(20);
                    }
                } catch (IOException | AssertionError stopped) {
                    Program.pause(20);
                }
            }
        }

        private void sends(SmtpProbe smtp) throws IOException {
            int n = numbers.incrementAndGet();
            var who = n % 2 == 0 ? "anna" : "carla";
            var id = "<" + n + "@client.test>";
            if (!smtp.send("s@client.test", sigillo.address(who), message("s@client.test", id)).startsWith("250")) throw new IOException("not now");
            ledger.kept(who + "/INBOX", id);
        }

        @Override public void close() {
            stops = true;
            Program.waitUntil("the stranger ends", ENDS_WITHIN, () -> !thread.isAlive());
        }
    }

    private void check(SigilloPeer sigillo, String version) throws IOException {
        assertEquals(root.resolve("versions").resolve(version), root.resolve("current").toRealPath());
        int before = ledger.size();
        Program.waitUntil("it takes mail", ENDS_WITHIN, () -> ledger.size() > before + 5);
        var faults = new ArrayList<String>();
        synchronized (ledger) { // nothing comes while it is compared
            try (var anna = sigillo.imap("anna"); var carla = ImapProbe.signedIn(sigillo.port("imap"), sigillo.address("carla"), "carla's own password")) {
                faults.addAll(ledger.faults("anna/INBOX", Ledger.look(anna, "INBOX")));
                faults.addAll(ledger.faults("carla/INBOX", Ledger.look(carla, "INBOX")));
            }
        }
        assertEquals(List.of(), faults, version);
        for (var name : List.of("anna", "carla")) assertEquals(List.of(), sigillo.faults(name), version);
        assertEquals(1, sigillo.ask(new Request.ListQueue(Optional.empty(), 10)).size(), "what waits");
        assertEquals(4, sigillo.ask(new Request.ListAccounts()).size(), "the account of the test is gone");
        assertEquals(1, sigillo.ask(new Request.ListDomains()).size());
    }
}
