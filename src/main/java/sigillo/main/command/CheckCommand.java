package sigillo.main.command;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.base.Domain;
import sigillo.preflight.Check;
import sigillo.preflight.Checks;
import sigillo.preflight.Doorstep;
import sigillo.preflight.IncomingPorts;
import sigillo.preflight.OwnAddresses;
import sigillo.preflight.Preflight;
import sigillo.preflight.Result;
import sigillo.preflight.State;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

@Command(name = "check", description =
    "Says whether this machine can be a mail server, before anything is set up: each line with what it means and the next step.")
public final class CheckCommand implements Callable<Integer> {
    private static final boolean IS_ITALIAN = Locale.getDefault().getLanguage().equals("it");
    /** Some DNS servers in turn, and connections that nobody takes. */
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration LISTENING = Duration.ofMinutes(10);
    private static final int ADDRESSES_MAX = 4;
    private static final int CALLERS_SHOWN = 1_000;

    private final Checks checks;
    private final Function<Path, Set<Integer>> ports;
    private final PrintWriter out;
    @Parameters(paramLabel = "DOMAIN", arity = "0..1", description = "Whose mail is to come here.")
    private Domain domain;
    @Option(names = "--address", paramLabel = "IP", description = "The public address of this machine, when it is behind a router; may be given twice.")
    private List<String> addresses = List.of();
    @Option(names = "--data", paramLabel = "DIR", description = "Where mail will be kept; /var/lib/sigillo if not said.")
    private Path data = Path.of("/var/lib/sigillo");
    @Option(names = "--config", paramLabel = "FILE", description = "Of a server that runs here, whose ports need not be free; /etc/sigillo/sigillo.toml if not said.")
    private Path config = Path.of("/etc/sigillo/sigillo.toml");
    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;
    @Option(names = "--from-outside", paramLabel = "HOST", description = "On another machine: knock at the ports of that host or address, and say which answer.")
    private String outside;
    @Option(names = "--listen", description = "Wait ten minutes at the ports where nobody listens yet, and say who comes from outside. Ends by Ctrl-C.")
    private boolean isListening;
    @Option(names = "--port", paramLabel = "N", description = "With these two: another port than 25, 443, 465 and 993; may be given again.")
    private List<Integer> knockAt = IncomingPorts.PORTS;
    @ArgGroup(exclusive = false, heading = "Size and place:%n")
    private AdviceOptions advising = new AdviceOptions();

    /** {@code ports}: those of the server that runs by a configuration. */
    public CheckCommand(Checks checks, Function<Path, Set<Integer>> ports, PrintWriter out) {
        this.checks = checks;
        this.ports = ports;
        this.out = out;
    }

    @Override public Integer call() throws InterruptedException {
        if (advising.isWanted) return advise();
        if (isListening) return listen(LISTENING);
        return told(outside == null ? looked() : fromOutside());
    }

    private List<Result> looked() throws InterruptedException {
        var results = new ArrayList<>(Preflight.run(all(), DEADLINE));
        // afterwards, since ports are taken for it
        results.addAll(Preflight.run(checks.incoming(own(), UUID.randomUUID().toString()).stream().toList(), DEADLINE));
        return results;
    }

    /** By each of its addresses: often only one of the families is open. */
    private List<Result> fromOutside() throws InterruptedException {
        try {
            var results = new ArrayList<Result>();
            for (var address : Arrays.stream(InetAddress.getAllByName(outside)).limit(ADDRESSES_MAX).toList()) results.addAll(IncomingPorts.fromOutside(address, ports()));
            return results;
        } catch (UnknownHostException none) {
            throw new Failure("--from-outside: '" + outside + "' is no host that is known here");
        }
    }

    private List<Integer> ports() {
        if (knockAt.stream().anyMatch(port -> port < 1 || port > 65_535)) throw new Failure("--port: a number from 1 to 65535");
        return knockAt;
    }

    /** Each address once a port: strangers may come as often as they like. */
    private int listen(Duration time) throws InterruptedException {
        var seen = ConcurrentHashMap.<String>newKeySet();
        try (var step = Doorstep.open(ports(), UUID.randomUUID().toString(), (port, from) -> { if (seen.size() < CALLERS_SHOWN && seen.add(port + " " + from)) say("Port %d: somebody came from %s.", "Porta %d: è arrivato qualcuno da %s.", port, from.getHostAddress()); })) {
            if (!step.busy().isEmpty()) say("Not here, since another program listens, or only root may: %s.", "Non qui, perché ascolta un altro programma o può solo root: %s.", step.busy());
            if (step.ports().isEmpty()) return 1;
            say("Waiting at %s.", "In attesa su %s.", step.ports());
            Thread.sleep(time);
            return 0;
        }
    }

    private synchronized void say(String english, String italian, Object... values) {
        out.println(String.format(Locale.ROOT, IS_ITALIAN ? italian : english, values));
        out.flush();
    }

    private int told(List<Result> results) {
        out.print(json ? json(results) : text(results));
        out.flush();
        return results.stream().anyMatch(one -> one.state() == State.WRONG) ? 1 : 0;
    }

    private int advise() {
        var advice = advising.advice(IS_ITALIAN);
        out.print(json ? AdviceOptions.json(advice) : AdviceOptions.text(advice, IS_ITALIAN));
        out.flush();
        return 0;
    }

    private List<Check> all() { return checks.listeningAt(() -> ports.apply(config)).of(Optional.ofNullable(domain), own(), data); }

    private List<InetAddress> own() {
        try {
            return addresses.isEmpty() ? OwnAddresses.ofThisMachine() : addresses.stream().map(CheckCommand::address).toList();
        } catch (SocketException e) {
            throw new Failure("the addresses of this machine cannot be read: " + e.getMessage());
        }
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException notOne) {
            throw new Failure("--address: '" + text + "' is no address; one such as 192.0.2.1 or 2001:db8::1 would be right");
        }
    }

    private static String text(List<Result> results) {
        int width = results.stream().mapToInt(one -> one.name().length()).max().orElse(0);
        var text = new StringBuilder();
        for (var one : results) {
            text.append(String.format("%-7s  %-" + width + "s  ", state(one.state()), one.name()));
            text.append(IS_ITALIAN ? one.sentence().italian() : one.sentence().english()).append('\n');
            var next = IS_ITALIAN ? one.next().italian() : one.next().english();
            if (!next.isEmpty()) text.append(" ".repeat(11 + width)).append("-> ").append(next).append('\n');
        }
        return text.toString();
    }

    private static String state(State state) {
        return switch (state) {
            case FINE -> IS_ITALIAN ? "bene" : "fine";
            case WARNING -> IS_ITALIAN ? "avviso" : "warning";
            case WRONG -> IS_ITALIAN ? "male" : "WRONG";
            case UNKNOWN -> IS_ITALIAN ? "ignoto" : "unknown";
        };
    }

    private static String json(List<Result> results) {
        var rows = JsonNodeFactory.instance.arrayNode();
        for (var one : results) {
            var row = rows.addObject().put("name", one.name()).put("state", one.state().name().toLowerCase(Locale.ROOT));
            row.put("sentence", one.sentence().english()).put("sentenceInItalian", one.sentence().italian());
            row.put("next", one.next().english()).put("nextInItalian", one.next().italian());
        }
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(rows) + "\n";
    }
}
