package sigillo.main.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import sigillo.admin.Answer;
import sigillo.admin.Operator;
import sigillo.admin.Request;
import sigillo.admin.Results;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.certificates.Certificates;
import sigillo.certificates.Shown;
import sigillo.directory.AccountRecord;
import sigillo.https.HttpsClient;
import sigillo.main.config.Config;
import sigillo.main.config.ConfigDraft;
import sigillo.main.config.ConfigFile;
import sigillo.main.kept.Kept;
import sigillo.main.kept.ZoneWriter;
import sigillo.main.names.LatestLook;
import sigillo.main.names.ZoneHand;
import sigillo.preflight.OwnAddresses;
import sigillo.preflight.Result;
import sigillo.providers.ProviderZones;
import sigillo.resolver.DnsUpdate;
import sigillo.setup.DurableFile;
import sigillo.setup.Progress;
import sigillo.setup.Publishing;
import sigillo.web.SetupLater;
import sigillo.web.SetupWork;
import sigillo.zone.Finding;

/** The set-up of a server that knows its name, from the first account on; done by what the operator's commands are done by. */
public final class SetupDesk implements SetupWork, SetupLater {
    private final Progress progress;
    private final Config config;
    private final Kept kept;
    private final LookAtMachine machine;
    private final House house;
    private final LatestLook<List<Finding>> look;
    private final LatestLook<Behind> behind;

    /**
     * Parts of the server, asked for when they are needed: its pages are made before them. {@code keys}: makes those that
     * mail of a domain is signed with. {@code watching}: orders certificates from now on; {@code https}: to providers of DNS;
     * {@code zone}: by what the zone is changed, from when it was given here; {@code named}: to which addresses DNS leads who asks for this host.
     */
    public record House(Supplier<Operator> operator, Function<Domain, List<Finding>> records, Supplier<Certificates> certificates, Consumer<Domain> keys,
        Runnable watching, Optional<HttpsClient> https, Supplier<ZoneHand> zone, Supplier<List<InetAddress>> named) {}

    public SetupDesk(Progress progress, Config config, Kept kept, House house) {
        this.progress = progress;
        this.config = config;
        this.kept = kept;
        this.machine = new LookAtMachine(PreflightChecks.ofTheWorld().listeningAt(() -> ports(config)), config.data());
        this.house = house;
        this.look = new LatestLook<>(() -> house.records().apply(progress.domain().orElseThrow()), kept.clock());
        this.behind = new LatestLook<>(() -> behind(house.named().get()), kept.clock());
    }

    private static Set<Integer> ports(Config config) {
        return config.listeners().values().stream().filter(Config.Listening::on).map(Config.Listening::port).collect(Collectors.toSet());
    }

    // ---- as before there was a name ----

    @Override public Progress progress() { return progress; }

    /** Somebody whose account was not made here has set it up by other means. */
    @Override public boolean isOpen() {
        boolean isByOthers = progress.owner().flatMap(kept.directory()::account).isEmpty() && !kept.directory().accounts().isEmpty();
        return progress.stage() != Progress.Stage.DONE && !isByOthers;
    }

    @Override public Optional<List<Result>> check() { return machine.results(); }

    @Override public Optional<List<Result>> check(Domain domain) { return machine.results(domain); }

    @Override public Optional<Domain> host() { return Optional.of(config.hostname()); }

    @Override public boolean asksForCertificate() { return false; }

    /** This server runs: its doors are open. */
    @Override public List<Integer> closed() { return List.of(); }

    @Override public Optional<String> settle(Domain host, boolean isAgreed, Optional<Address> contact) { return Optional.empty(); }

    @Override public Optional<SetupLater> later() { return Optional.of(this); }

    // ---- the account ----

    @Override public Made account(Address address, String password) {
        boolean isNew = kept.directory().domains().stream().noneMatch(domain -> domain.name().equals(address.domain()));
        if (isNew && house.operator().get().perform(new Request.AddDomain(address.domain())) instanceof Answer.Failed(var why)) return new Made.Not(why);
        house.keys().accept(address.domain());
        return switch (house.operator().get().perform(new Request.AddAccount(address, password, Optional.empty()))) {
            case Answer.Done(Results.NewAccount account) -> new Made.Done(account.recoveryCode());
            case Answer.Done other -> new Made.Not(other.toString());
            case Answer.Failed(var why) -> new Made.Not(why);
        };
    }

    // ---- DNS ----

    @Override public Optional<List<Finding>> records() { return look.latest(); }

    @Override public boolean isZoneOurs() { return house.zone().get().get().isPresent(); }

    @Override public Published publish(Optional<ZoneWay> way, boolean takesMail) {
        var update = way.flatMap(this::writer).or(house.zone().get());
        if (update.isEmpty()) return new Published.Not("nobody lets this server change the zone");
        var changes = Publishing.of(look.now(), takesMail);
        try {
            if (!changes.isNothing()) update.get().change(changes.remove(), changes.add());
            way.ifPresent(this::keep);
            house.zone().get().use(update.get());
            look.now();
            return new Published.Done(changes.add().size(), changes.left().size());
        } catch (IOException no) {
            return new Published.Not(no.getMessage());
        }
    }

    private Optional<ZoneWriter> writer(ZoneWay way) {
        return switch (way) {
            case ZoneKey key -> Optional.of(ZoneWriter.of(new DnsUpdate(
                new DnsUpdate.Settings(key.server(), key.name(), key.algorithm(), Base64.getDecoder().decode(key.secret()), Optional.empty()))));
            case ZoneToken(var access) -> house.https().map(client -> ZoneWriter.of(ProviderZones.of(access, client, kept.clock())));
        };
    }

    /** For the next start; until then it is in force already. */
    private void keep(ZoneWay way) {
        try {
            var text = written(ConfigDraft.of(config.file()), way);
            if (text.outcome() instanceof ConfigFile.Outcome.Right) DurableFile.write(config.file(), text.text());
        } catch (IOException e) {
            System.getLogger("sigillo.setup").log(System.Logger.Level.WARNING, "the key of the zone could not be written into the configuration: " + e.getMessage());
        }
    }

    private static ConfigDraft written(ConfigDraft draft, ZoneWay way) {
        return switch (way) {
            case ZoneKey key -> {
                var server = key.server().getAddress().getHostAddress();
                yield with(with(with(with(draft, "secret", key.secret()), "algorithm", key.algorithm()), "key", key.name()),
                    "server", (server.contains(":") ? "[" + server + "]" : server) + ":" + key.server().getPort());
            }
            case ZoneToken(var access) -> with(with(with(with(with(draft, "region", access.region()), "consumer", access.consumer()), "token", access.token()),
                "id", access.id()), "provider", access.kind().text());
        };
    }

    private static ConfigDraft with(ConfigDraft draft, String key, String value) {
        return value.isEmpty() ? draft : draft.with("acme.dns", key, sigillo.main.config.Shown.quoted(value));
    }

    // ---- the wait ----

    private static Behind behind(List<InetAddress> named) {
        try {
            return new Behind(OwnAddresses.ofThisMachine(), OwnAddresses.reachable(named));
        } catch (SocketException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override public Optional<Behind> behind() { return behind.latest().filter(one -> OwnAddresses.reachable(one.own()).isEmpty()); }

    @Override public void watch() { house.watching().run(); }

    @Override public Optional<String> orderAgain() {
        return house.operator().get().perform(new Request.RenewCertificate(false)) instanceof Answer.Failed(var why) ? Optional.of(why) : Optional.empty();
    }

    @Override public Shown certificates() { return house.certificates().get().shown(); }

    @Override public long messages() {
        var account = progress.owner().flatMap(kept.directory()::account).map(AccountRecord::id).map(kept.accounts()::open);
        return account.flatMap(one -> one.mailbox(one.inbox())).map(inbox -> inbox.counts().emails()).orElse(0L);
    }
}
