package sigillo.main.setup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.GeneralName;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.LoggedAlarms;
import sigillo.http.HttpProtocol;
import sigillo.main.command.Failure;
import sigillo.main.config.Config;
import sigillo.main.config.ConfigDraft;
import sigillo.main.config.ConfigFile;
import sigillo.main.config.Door;
import sigillo.main.config.Shown;
import sigillo.main.folder.DataFolder;
import sigillo.main.folder.HostCertificate;
import sigillo.main.kept.Settings;
import sigillo.net.CertificateFiles;
import sigillo.net.Listener;
import sigillo.net.Protocol;
import sigillo.net.Room;
import sigillo.net.Tls;
import sigillo.preflight.Checks;
import sigillo.preflight.OwnAddresses;
import sigillo.preflight.Result;
import sigillo.sealing.Randomness;
import sigillo.setup.DurableFile;
import sigillo.setup.Progress;
import sigillo.web.SetupLater;
import sigillo.web.SetupSite;
import sigillo.web.SetupWork;

/**
 * A server that has no name yet, since its configuration says none: it shows the pages of set-up, and nothing else, until it
 * has. Then {@link #await} returns, and whoever called it starts the server; these pages stay until that is about to open
 * its own doors.
 */
public final class FirstStart implements SetupWork, AutoCloseable {
    private static final String NO_NAME_YET = "setup.invalid";
    private static final String DATA = "/var/lib/sigillo";
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private final ConfigDraft draft;
    private final Config config;
    private final Progress progress;
    private final LookAtMachine machine;
    private final InstantSource clock;
    private final Semaphore settled = new Semaphore(0);
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile List<Integer> missed = List.of();

    private FirstStart(ConfigDraft draft, Config config, Progress progress, Checks checks, InstantSource clock) {
        this.draft = draft;
        this.clock = clock;
        this.config = config;
        this.progress = progress;
        this.machine = new LookAtMachine(checks.listeningAt(this::ports), config.data());
    }

    /** Whether the file says no host name, or is not there in a folder that is. What else is wrong in it, its reader tells. */
    public static boolean isWanted(Path file) {
        try {
            var folder = file.toAbsolutePath().getParent();
            boolean isAbsent = !Files.exists(file) && Files.isDirectory(folder);
            return isAbsent || Files.isRegularFile(file) && isRightBut(ConfigDraft.of(file));
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static boolean isRightBut(ConfigDraft draft) {
        return !draft.has("hostname") && named(draft).outcome() instanceof ConfigFile.Outcome.Right;
    }

    private static ConfigDraft named(ConfigDraft draft) { return draft.with("", "hostname", Shown.quoted(NO_NAME_YET)); }

    public static FirstStart of(Path file) throws IOException { return of(file, PreflightChecks.ofTheWorld(), InstantSource.system()); }

    /** Opens the door. Throws {@link IOException} with a sentence. */
    static FirstStart of(Path file, Checks checks, InstantSource clock) throws IOException {
        var there = ConfigDraft.of(file);
        var draft = there.has("data") ? there : there.with("", "data", Shown.quoted(DATA));
        if (!(named(draft).outcome() instanceof ConfigFile.Outcome.Right(var config, _))) throw new IOException(file + " is no configuration");
        var folder = new DataFolder(config.data(), config.sealing().keys());
        boolean isInUse = Files.exists(folder.store()) && !isBack(config, clock);
        if (isInUse) throw new IOException(file + " says no host name, but mail is kept in " + config.data() + ": bring the configuration back");
        folder.create();
        var start = new FirstStart(draft, config, Progress.open(SetupOpening.folder(config), clock, Randomness.secure()), checks, clock);
        start.open();
        return start;
    }

    private static boolean isBack(Config config, InstantSource clock) throws IOException {
        var folder = SetupOpening.folder(config);
        return Progress.isBegun(folder) && Progress.open(folder, clock, Randomness.secure()).isBack();
    }

    private void open() throws IOException {
        var own = config.tls().certificate().isPresent() ? new CertificateFiles(config.tls().certificate().get(), config.tls().key().orElseThrow())
            : ownCertificate();
        var tls = Optional.of(Tls.open(List.of(own)));
        var room = Room.ofHeap(new LoggedAlarms(), address -> address); // nobody is remembered: the room goes with these pages
        try {
            open(Door.HTTPS, tls, SetupSite.protocol(this, clock), room);
            int port = listeners.getFirst().address().getPort();
            if (config.listeners().get(Door.HTTP).on()) open(Door.HTTP, tls, HttpProtocol.toHttps(port), room);
        } catch (IOException e) {
            close();
            throw e;
        }
        SetupOpening.announce(progress, listeners.getFirst().address(), own);
    }

    private void open(Door door, Optional<Tls> tls, Protocol protocol, Room room) throws IOException {
        listeners.add(Listener.open(new Settings(config).listener(door), tls, protocol, Optional.of(room.door(door.share()))));
    }

    private CertificateFiles ownCertificate() throws IOException {
        var names = new ArrayList<GeneralName>(List.of(new GeneralName(GeneralName.dNSName, "localhost")));
        for (var address : addresses()) names.add(new GeneralName(GeneralName.iPAddress, address.getHostAddress().replaceFirst("%.*", "")));
        var made = HostCertificate.in(new DataFolder(config.data(), config.sealing().keys()).tls(), "localhost", names, clock.instant());
        return new CertificateFiles(made.chain(), made.key());
    }

    private static List<InetAddress> addresses() throws IOException { return OwnAddresses.ofThisMachine(); }

    int port() { return listeners.getFirst().address().getPort(); }

    /** Of these pages; who has another that mail needs is told of. */
    private Set<Integer> ports() { return listeners.stream().map(one -> one.address().getPort()).collect(Collectors.toSet()); }

    /** Until the configuration says a name. */
    public void await() throws InterruptedException { settled.acquire(); }

    /** The server that was to follow could not have that port: all is as before it, and the pages are there again. */
    public void goBack(int port) throws IOException {
        settled.drainPermits();
        missed = List.of(port);
        progress.goBack();
        DurableFile.write(draft.file(), draft.text());
        open();
    }

    public Progress reached() { return progress; }

    // ---- for the pages ----

    @Override public Progress progress() { return progress; }

    @Override public boolean isOpen() { return true; }

    @Override public Optional<List<Result>> check() { return machine.results(); }

    @Override public Optional<List<Result>> check(Domain domain) { return machine.results(domain); }

    @Override public Optional<Domain> host() { return Optional.empty(); }

    @Override public boolean asksForCertificate() { return config.tls().certificate().isEmpty() && !config.acme().agreed(); }

    /** Those that these pages do not have themselves. Else the server that is to follow would end at once, and nobody were here to say why. */
    @Override public List<Integer> closed() {
        return config.listeners().entrySet().stream().filter(one -> one.getValue().on() && one.getKey() != Door.HTTPS && one.getKey() != Door.HTTP)
            .map(Map.Entry::getValue).filter(one -> !canBeOpened(new InetSocketAddress(one.address(), one.port()))).map(Config.Listening::port).sorted().toList();
    }

    private static boolean canBeOpened(InetSocketAddress at) {
        try (var server = new ServerSocket()) {
            server.setReuseAddress(true); // connections that have just ended are no program
            server.bind(at);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    @Override public Optional<String> settle(Domain host, boolean isAgreed, Optional<Address> contact) {
        var whole = draft.with("", "hostname", Shown.quoted(host.name()));
        if (isAgreed) whole = whole.with("acme", "agree_to_terms", "true");
        if (isAgreed && contact.isPresent()) whole = whole.with("acme", "contact", Shown.quoted(contact.get().toString()));
        if (whole.outcome() instanceof ConfigFile.Outcome.Wrong(var problems)) return Optional.of(Failure.of(problems).getMessage());
        try {
            DurableFile.write(whole.file(), whole.text());
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
        missed = List.of();
        progress.settled();
        settled.release();
        return Optional.empty();
    }

    @Override public List<Integer> missed() { return missed; }

    @Override public Optional<SetupLater> later() { return Optional.empty(); }

    @Override public void close() {
        listeners.forEach(one -> one.stop(DRAIN));
        listeners.clear();
    }
}
