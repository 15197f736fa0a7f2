package sigillo.preflight;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sigillo.dns.AddressText;

/**
 * Whether strangers reach the ports of a mail server here. Only somebody outside can say (decision 0060): from here it is tried by the own public
 * address, which proves little, and said so.
 */
public final class IncomingPorts {
    public static final String NAME = "incoming ports";
    /** Mail of others, pages and certificates, programs. */
    public static final List<Integer> PORTS = List.of(25, 443, 465, 993);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private IncomingPorts() {}

    /** Side by side, since a closed one costs all its patience. */
    public static Map<Integer, Knock> knock(InetAddress at, List<Integer> ports) throws InterruptedException {
        var tasks = ports.stream().map(port -> new FutureTask<>(() -> Knock.at(new InetSocketAddress(at, port), PATIENCE))).toList();
        tasks.forEach(Thread::startVirtualThread);
        var all = new TreeMap<Integer, Knock>();
        try {
            for (int i = 0; i < tasks.size(); i++) all.put(ports.get(i), tasks.get(i).get());
            return all;
        } catch (ExecutionException broken) {
            throw new IllegalStateException(broken.getCause());
        }
    }

    /** By the first public address. Where nobody listens it does so itself meanwhile. {@code isOfInterface}: else it is that of a router. */
    static Result look(InetAddress own, boolean isOfInterface, List<Integer> ports, String word) throws InterruptedException {
        try (var step = Doorstep.open(ports, word, (_, _) -> { })) {
            return judge(own, isOfInterface, knock(own, ports), word, step.ports());
        }
    }

    /** {@code listening}: where {@code word} is said. Never fine, never wrong: nobody outside was asked. */
    static Result judge(InetAddress own, boolean isOfInterface, Map<Integer, Knock> knocks, String word, List<Integer> listening) {
        var reached = with(knocks.entrySet().stream().filter(one -> one.getValue().how() == Knock.How.OPEN && !isAnother(one.getKey(), one.getValue(), word, listening)));
        var strange = with(knocks.entrySet().stream().filter(one -> isAnother(one.getKey(), one.getValue(), word, listening)));
        var closed = with(knocks.entrySet().stream().filter(one -> one.getValue().how() != Knock.How.OPEN));
        var at = AddressText.of(own);
        var step = Words.of("On a machine elsewhere: \"sigillo check --from-outside %s\", while here the server runs or \"sigillo check --listen\" waits. Or with a telephone off the Wi-Fi: open https://%s/ while it waits, and see whether it says that somebody came.",
            "Da una macchina altrove: \"sigillo check --from-outside %s\", mentre qui gira il server o attende \"sigillo check --listen\". O con un telefono fuori dal Wi-Fi: aprire https://%s/ mentre attende, e vedere se dice che è arrivato qualcuno.",
            at, own.getAddress().length == 16 ? "[" + at + "]" : at);
        if (!strange.isEmpty()) return Result.warning(NAME, Words.of("At %s another machine answers in place of this one: %s.", "A %s risponde un'altra macchina al posto di questa: %s.", at, strange),
            new Words("In the router, forward these ports to this machine.", "Nel router, inoltrare queste porte a questa macchina."));
        if (isOfInterface) return Result.unknown(NAME, Words.of("Whether strangers reach this machine cannot be seen from here: what it sends to its own address (%s) never leaves it.",
            "Da qui non si vede se gli estranei raggiungono questa macchina: ciò che invia al proprio indirizzo (%s) non ne esce mai.", at), step);
        if (closed.isEmpty()) return Result.unknown(NAME, Words.of("The router leads back here by %s: %s. So it forwards these ports; whether the provider lets strangers in cannot be seen from here.",
            "Il router riporta qui da %s: %s. Dunque inoltra queste porte; se il provider faccia entrare gli estranei, da qui non si vede.", at, reached), step);
        return Result.unknown(NAME, Words.of("By %s nobody is reached from here at: %s. Many routers do not turn back what comes from inside, so that this may work from outside all the same.",
            "Tramite %s da qui non si raggiunge nessuno su: %s. Molti router non fanno tornare indietro ciò che viene dall'interno, e da fuori può funzionare lo stesso.", at, closed), step);
    }

    /** We listen at that port of this machine, and something else was reached. */
    private static boolean isAnother(int port, Knock knock, String word, List<Integer> listening) {
        return knock.how() == Knock.How.OPEN && listening.contains(port) && !knock.said().endsWith(" " + word);
    }

    private static String with(Stream<Map.Entry<Integer, Knock>> entries) { return entries.map(one -> one.getKey().toString()).collect(Collectors.joining(", ")); }

    // ---- asked on a machine elsewhere ----

    /** One line for each port of {@code at}: which answers, and what it says. */
    public static List<Result> fromOutside(InetAddress at, List<Integer> ports) throws InterruptedException {
        return knock(at, ports).entrySet().stream().map(one -> told(AddressText.of(at), one.getKey(), one.getValue())).toList();
    }

    private static Result told(String at, int port, Knock knock) {
        var name = "port " + port;
        return switch (knock.how()) {
            case OPEN -> knock.said().isEmpty() ? Result.fine(name, Words.of("%s takes connections, and waits for who comes to speak first.", "%s accetta connessioni, e aspetta che parli chi arriva.", at))
                : Result.fine(name, Words.of("%s answers: %s", "%s risponde: %s", at, knock.said()));
            case REFUSED -> Result.wrong(name, Words.of("%s refuses: the machine, its router or a polite firewall says that nobody listens.", "%s rifiuta: la macchina, il suo router o un firewall educato dice che non ascolta nessuno.", at),
                new Words("Start the server there, or \"sigillo check --listen\"; behind a router forward the port.", "Avviare lì il server, o \"sigillo check --listen\"; dietro un router inoltrare la porta."));
            case SILENT -> Result.wrong(name, Words.of("Nothing comes back from %s: a firewall there or of its provider, a router that does not forward, or the firewall of this place, which may forbid this port to go out.",
                    "Da %s non torna nulla: un firewall lì o del suo provider, un router che non inoltra, o il firewall di questo luogo, che può vietare questa porta in uscita.", at),
                new Words("Try from a third place; if it stays so, open the port in the firewall there, forward it in the router, or ask the provider.",
                    "Provare da un terzo luogo; se resta così, aprire la porta nel firewall lì, inoltrarla nel router, o chiedere al provider."));
            case NO_WAY -> Result.unknown(name, Words.of("There is no way from here to %s.", "Da qui non c'è una via verso %s.", at), new Words("Try from a place that has one.", "Provare da un luogo che l'abbia."));
        };
    }
}
