package sigillo.main.setup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import sigillo.admin.Answer;
import sigillo.admin.Json;
import sigillo.admin.OverSocket;
import sigillo.admin.Request;
import sigillo.dns.Lookup;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsSettings;
import sigillo.main.config.ConfigFile;
import sigillo.net.ClientTls;
import sigillo.preflight.Checks;
import sigillo.preflight.Clock;
import sigillo.preflight.SmtpDial;
import sigillo.rdap.Registries;
import sigillo.resolver.DnsLookup;
import sigillo.resolver.DnsResolver;
import sigillo.resolver.Dnssec;
import sigillo.resolver.ResolverSettings;

/** Preflight with the real world: the DNS servers of the system, port 25 of others. */
public final class PreflightChecks {
    private static final int SMTP = 25;
    private static final Duration CONNECT = Duration.ofSeconds(4);
    private static final Duration DNS = Duration.ofSeconds(2);
    private static final int ANSWERS_KEPT = 500;

    private PreflightChecks() {}

    /** Asks nobody yet, and reads no settings of the system: every command line is put together with this in it. */
    public static Checks ofTheWorld() {
        var plain = new Late<Lookup>(() -> new DnsLookup(resolver(Dnssec.OFF)));
        var believing = new Late<>(() -> resolver(Dnssec.TRUSTED));
        var registries = new Late<>(() -> new Registries(new HttpsClient(HttpsSettings.DEFAULT, resolver(Dnssec.OFF), ClientTls.verifying())));
        var world = new Checks.World((name, type) -> plain.get().ask(name, type), believing, new SmtpDial(SMTP, CONNECT), Clock.overNetwork());
        return new Checks(world.asking(domain -> registries.get().of(domain)), Checks.Tables.ours());
    }

    /** Of the server of a configuration, when it runs and we may ask it. */
    public static Set<Integer> ownPorts(Path file) {
        if (!(ConfigFile.readAlone(file) instanceof ConfigFile.Outcome.Right(var config, _))) return Set.of();
        try (var server = OverSocket.connect(config.operator().socket()).orElse(null)) {
            if (server == null || !(server.ask(new Request.Status()) instanceof Answer.Done status)) return Set.of();
            return Json.tree(status).path("listeners").valueStream().map(one -> one.path("address").asString())
                .map(address -> Integer.valueOf(address.substring(address.lastIndexOf(':') + 1))).collect(Collectors.toSet());
        } catch (IOException nobody) {
            return Set.of();
        }
    }

    /** For a server that runs: it asks DNS by itself. */
    public static Checks of(Lookup dns) {
        return new Checks(new Checks.World(dns, () -> { throw new IllegalStateException("the server checks signatures itself"); },
            new SmtpDial(SMTP, CONNECT), Clock.overNetwork()), Checks.Tables.ours());
    }

    private static DnsResolver resolver(Dnssec dnssec) { return new DnsResolver(new ResolverSettings(List.of(), DNS, ANSWERS_KEPT, dnssec, Optional.empty())); }

    /** Made when it is first needed, once. */
    private static final class Late<T> implements Supplier<T> {
        private final Supplier<T> make;
        private T made;

        Late(Supplier<T> make) { this.make = make; }

        @Override public synchronized T get() {
            if (made == null) made = make.get();
            return made;
        }
    }
}
