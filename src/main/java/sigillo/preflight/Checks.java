package sigillo.preflight;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import sigillo.base.Domain;
import sigillo.dns.Lookup;
import sigillo.rdap.Registries;
import sigillo.resolver.Resolver;

/** Which checks there are, in the order in which they are told. */
public record Checks(World world, Tables tables) {
    private static final Registries.Outcome NOT_ASKED = new Registries.Outcome.Unknown("nobody is to be asked");
    private static final Path MEMINFO = Path.of("/proc/meminfo");

    /**
     * What is outside, or plays it. {@code believing}: a resolver that believes the AD bit of the DNS servers; got when it is asked. {@code own}: ports at which
     * a server of ours listens that runs here; asked when they are looked at. {@code registries}: what everybody may read of a domain.
     */
    public record World(Lookup dns, Supplier<? extends Resolver> believing, Dial dial, TimeSource time, Supplier<Set<Integer>> own, Function<Domain, Registries.Outcome> registries) {
        /** In which nobody says what time it is, and no server of ours runs. */
        public World(Lookup dns, Supplier<? extends Resolver> believing, Dial dial) { this(dns, believing, dial, _ -> Optional.empty()); }

        public World(Lookup dns, Supplier<? extends Resolver> believing, Dial dial, TimeSource time) { this(dns, believing, dial, time, Set::of, _ -> NOT_ASKED); }

        public World asking(Function<Domain, Registries.Outcome> registries) { return new World(dns, believing, dial, time, own, registries); }
    }

    /** Whom to ask. {@code receivers}: domains whose port 25 is tried; {@code signed}: hosts of zones that are signed; {@code lists}: of addresses. */
    public record Tables(List<String> receivers, List<BlockList> lists, List<BlockList> domainLists, List<String> signed, List<Integer> ports) {
        /** Without lists of domains. */
        public Tables(List<String> receivers, List<BlockList> lists, List<String> signed, List<Integer> ports) { this(receivers, lists, List.of(), signed, ports); }

        /** Those of the files beside. */
        public static Tables ours() { return new Tables(OutgoingMail.receivers(), BlockList.all(), BlockList.ofDomains(), Signatures.hosts(), Ports.NEEDED); }
    }

    /** With ports at which it is known already that we listen. */
    public Checks listeningAt(Supplier<Set<Integer>> own) {
        return new Checks(new World(world.dns(), world.believing(), world.dial(), world.time(), own, world.registries()), tables);
    }

    /** {@code own}: the addresses of this machine, or that of its router. {@code data}: where mail is to be kept. */
    public List<Check> of(Optional<Domain> domain, List<InetAddress> own, Path data) {
        var open = OwnAddresses.reachable(own);
        var checks = new ArrayList<Check>();
        checks.add(new Check(OwnAddresses.NAME, () -> OwnAddresses.judge(own)));
        checks.add(new Check(ReverseNames.NAME, () -> ReverseNames.judge(open, world.dns(), host -> isOf(host, domain))));
        domain.ifPresent(one -> checks.add(new Check(MailRoute.NAME, () -> MailRoute.judge(one, open, world.dns()))));
        checks.add(new Check(OutgoingMail.NAME, () -> OutgoingMail.judge(OutgoingMail.look(tables.receivers(), world.dns(), world.dial()))));
        checks.add(new Check(BlockLists.NAME, () -> BlockLists.judge(BlockLists.look(open, tables.lists(), world.dns()))));
        domain.ifPresent(one -> checks.add(new Check(DomainLists.NAME, () -> DomainLists.judge(one, DomainLists.look(one, tables.domainLists(), world.dns())))));
        domain.filter(one -> !one.isLiteral()).ifPresent(one -> checks.addAll(DomainRecord.of(one, world.registries(), InstantSource.system())));
        checks.add(new Check(Signatures.NAME, () -> Signatures.judge(Signatures.look(tables.signed(), world.believing().get()))));
        checks.add(clock());
        checks.add(new Check(Ports.NAME, () -> Ports.judge(tables.ports(), world.own().get())));
        checks.add(disk(data));
        checks.add(memory());
        checks.add(new Check(Room.PROCESSOR, () -> Room.processor(Runtime.getRuntime().availableProcessors(), Cgroup.ofThisProcess())));
        return List.copyOf(checks);
    }

    /** What is of a domain alone: for who has just named it. */
    public List<Check> ofDomain(Domain domain, List<InetAddress> own) {
        var open = OwnAddresses.reachable(own);
        var checks = new ArrayList<>(List.of(new Check(MailRoute.NAME, () -> MailRoute.beforehand(domain, open, world.dns())),
            new Check(DomainLists.NAME, () -> DomainLists.judge(domain, DomainLists.look(domain, tables.domainLists(), world.dns())))));
        if (!domain.isLiteral()) checks.addAll(DomainRecord.of(domain, world.registries(), InstantSource.system()));
        return List.copyOf(checks);
    }

    /**
     * By the own public address; none where there is none, or no ports are looked at. Takes free ports for some seconds, so that it is done
     * after the others. {@code word}: which nobody else says.
     */
    public Optional<Check> incoming(List<InetAddress> own, String word) {
        var ports = IncomingPorts.PORTS.stream().filter(tables.ports()::contains).toList();
        if (ports.isEmpty()) return Optional.empty();
        return OwnAddresses.reachable(own).stream().findFirst()
            .map(one -> new Check(IncomingPorts.NAME, () -> IncomingPorts.look(one, OwnAddresses.ofThisMachine().contains(one), ports, word)));
    }

    /** Asks those servers instead, and no DNS. */
    public static Check clock(List<InetSocketAddress> servers) { return new Check(Clock.NAME, () -> Clock.judge(Clock.look(servers))); }

    /** A host of the domain, or of whichever it will be. */
    private static boolean isOf(String host, Optional<Domain> domain) {
        return domain.stream().allMatch(one -> host.equals(one.name()) || host.endsWith("." + one.name()));
    }

    public Check clock() { return new Check(Clock.NAME, () -> Clock.judge(Clock.look(Clock.SERVERS, world.dns(), world.time()))); }

    // ---- of a server that runs: what others see of it ----

    /** {@code own}: its addresses that others reach. */
    public Check reverseNames(List<InetAddress> own) { return new Check(ReverseNames.NAME, () -> ReverseNames.judge(own, world.dns(), _ -> false)); }

    public Check outgoing() {
        return new Check(OutgoingMail.NAME, () -> OutgoingMail.judge(OutgoingMail.look(tables.receivers(), world.dns(), world.dial())));
    }

    public Check blockLists(List<InetAddress> own) { return new Check(BlockLists.NAME, () -> BlockLists.judge(BlockLists.look(own, tables.lists(), world.dns()))); }

    public static Check disk(Path data) { return new Check(Room.DISK, () -> Room.disk(data, Room.free(data))); }

    public static Check memory() { return new Check(Room.MEMORY, () -> Room.memory(Room.available(Files.readString(MEMINFO)), Cgroup.ofThisProcess())); }
}
