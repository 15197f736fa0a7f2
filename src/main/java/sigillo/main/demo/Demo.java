package sigillo.main.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bouncycastle.asn1.x509.GeneralName;
import sigillo.base.Address;
import sigillo.keyring.Level;
import sigillo.login.Passwords;
import sigillo.main.config.Config;
import sigillo.main.folder.DataFolder;
import sigillo.main.folder.HostCertificate;
import sigillo.main.kept.Kept;
import sigillo.main.mail.Elsewhere;
import sigillo.main.mail.Relaying;
import sigillo.main.process.Running;
import sigillo.main.server.Server;

/** A complete server on loopback, with people who have mail. What it once made in its folder it keeps. */
final class Demo {
    private static final List<GeneralName> NAMES = List.of(new GeneralName(GeneralName.dNSName, DemoConfig.HOSTNAME),
        new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, DemoConfig.HOST));

    private final DataFolder folder;
    private final int portBase;
    private final DemoConfig.Wishes wishes;
    private final PrintWriter out;

    Demo(Path folder, int portBase, DemoConfig.Wishes wishes, PrintWriter out) {
        this.folder = new DataFolder(folder, folder.resolve("keys"));
        this.portBase = portBase;
        this.wishes = wishes;
        this.out = out;
    }

    /** When it ends: at a signal; as soon as it is ready; or after a {@link Rehearsal}. */
    enum Until { SIGNAL, READY, REHEARSED }

    /** Throws {@link IOException} with a sentence when it cannot. */
    void run(Until until) throws IOException {
        folder.create();
        var certificate = HostCertificate.in(folder.tls(), DemoConfig.HOSTNAME, NAMES, Instant.now());
        var written = DemoConfig.of(folder.root(), portBase, certificate, wishes);
        var config = written.config();
        try (var kept = Kept.open(config)) {
            DemoFacts.remove(folder.root());
            written.write(folder.root());
            var passwords = DemoPasswords.in(folder.keys(), people());
            new DemoTown(kept, wishes.level()).moveIn(passwords);
            var keys = passwords.containsKey(DemoKeys.CARLA) ? DemoKeys.of(kept).hand(passwords) : "";
            try (var elsewhere = elsewhere(config, kept); var server = new Server(config, kept, elsewhere).start()) {
                var facts = DemoFacts.of(config, certificate, passwords);
                if (until == Until.SIGNAL) Running.closeAtSignal(() -> DemoFacts.remove(folder.root()), server, elsewhere, kept);
                tell(facts, keys);
                if (until == Until.REHEARSED) rehearse(config, kept, facts);
                if (until == Until.SIGNAL) Running.awaitSignal();
                DemoFacts.remove(folder.root());
            }
        }
    }

    /** Also what a server makes that a demo does without: its way to others. */
    private static void rehearse(Config config, Kept kept, DemoFacts facts) throws IOException {
        new Relaying(config, kept).close();
        var readers = new ArrayList<DemoFacts.Account>();
        for (var level : Level.OF_NEW_ACCOUNTS) {
            var reader = new DemoFacts.Account(new Address("reader-" + level.name().toLowerCase(Locale.ROOT), DemoTown.DOMAIN), Passwords.fresh());
            new DemoTown(kept, level).moveIn(Map.of(reader.address(), reader.password()));
            readers.add(reader);
        }
        new Rehearsal(facts, readers).play();
    }

    private Elsewhere elsewhere(Config config, Kept kept) throws IOException {
        if (wishes.resolver().isPresent()) return new Relaying(config, kept);
        var outside = kept.directory().account(DemoTown.OUTSIDE).orElseThrow();
        return new Catcher(kept.accounts().open(outside.id()), kept.clock());
    }

    private List<Address> people() {
        var people = new ArrayList<>(DemoTown.PEOPLE);
        if (wishes.withKeys() && wishes.level() == Level.L1) people.add(DemoKeys.CARLA);
        return people;
    }

    private void tell(DemoFacts facts, String keys) throws IOException {
        facts.write(folder.root());
        out.println(facts.table() + keys);
        out.println("ready in " + Running.sinceStart() + " ms");
        out.flush();
    }
}
