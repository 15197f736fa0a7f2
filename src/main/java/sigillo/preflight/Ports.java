package sigillo.preflight;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether another program has a port that a mail server needs. */
public final class Ports {
    public static final String NAME = "ports here";
    /** Incoming mail, submission, IMAP, pages and certificates; what {@code firewall} prints too. */
    public static final List<Integer> NEEDED = List.of(25, 80, 143, 443, 465, 587, 993);
    private static final int CONNECT_MILLIS = 1_000;

    private Ports() {}

    /** {@link #NOT_ALLOWED}: nothing answers there, and only root may try to take it. */
    enum Use { FREE, TAKEN, NOT_ALLOWED }

    /** Opens nothing that stays open. */
    static SortedMap<Integer, Use> look(List<Integer> ports) {
        var uses = new TreeMap<Integer, Use>();
        for (int port : ports) uses.put(port, use(port));
        return uses;
    }

    private static Use use(int port) {
        try (var client = new Socket()) {
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return Use.TAKEN;
        } catch (IOException nobodyAnswers) {
            return bound(port);
        }
    }

    /** A program may listen at an address other than loopback alone. */
    private static Use bound(int port) {
        try (var server = new ServerSocket()) {
            server.setReuseAddress(true); // connections that have just ended are no program
            server.bind(new InetSocketAddress(port));
            return Use.FREE;
        } catch (IOException refused) {
            return String.valueOf(refused.getMessage()).contains("in use") ? Use.TAKEN : Use.NOT_ALLOWED;
        }
    }

    /** {@code own}: those of a server of ours, which need not be free. */
    static Result judge(List<Integer> ports, Set<Integer> own) {
        var others = judge(look(ports.stream().filter(port -> !own.contains(port)).toList()));
        var ours = ports.stream().filter(own::contains).map(String::valueOf).collect(Collectors.joining(", "));
        if (others.state() != State.FINE || ours.isEmpty()) return others;
        return Result.fine(NAME, Words.of("Sigillo itself listens at %s; the other ports that it needs are free.", "Sigillo stesso ascolta su %s; le altre porte che gli servono sono libere.", ours));
    }

    static Result judge(SortedMap<Integer, Use> uses) {
        var taken = with(uses, Use.TAKEN);
        if (!taken.isEmpty()) {
            return Result.wrong(NAME, Words.of("A program listens already at: %s.", "Un programma è già in ascolto su: %s.", taken),
                new Words("\"ss -ltnp\" as root names it; stop and remove it (often Exim, Postfix or a web server).",
                    "\"ss -ltnp\" come root lo nomina; fermarlo e toglierlo (spesso Exim, Postfix o un server web)."));
        }
        var notAllowed = with(uses, Use.NOT_ALLOWED);
        if (notAllowed.isEmpty()) return Result.fine(NAME, new Words("All ports that a mail server needs are free.", "Tutte le porte che servono a un server di posta sono libere."));
        return Result.unknown(NAME, Words.of("Nothing answers on loopback, but whether these ports are free only root may try: %s.",
                "In loopback non risponde nulla, ma solo root può provare se queste porte sono libere: %s.", notAllowed),
            new Words("Check again as root.", "Controllare di nuovo come root."));
    }

    private static String with(SortedMap<Integer, Use> uses, Use use) {
        return uses.entrySet().stream().filter(one -> one.getValue() == use).map(one -> one.getKey().toString()).collect(Collectors.joining(", "));
    }
}
