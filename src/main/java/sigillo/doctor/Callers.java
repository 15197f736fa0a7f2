package sigillo.doctor;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import sigillo.base.AddressKey;
import sigillo.preflight.AddressKind;
import sigillo.preflight.Result;
import sigillo.preflight.Words;

/**
 * Who came to port 25 of late. When all have one address of a network of one's own, something in front of the server hides
 * who they are: then lists, SPF and bounds by address judge the wrong one. Nothing is relayed for it all the same: no address
 * is trusted for where it is. Any thread.
 */
public final class Callers {
    /** Fewer may well be one neighbour. */
    static final int ENOUGH = 20;
    private static final int KEPT = 50;

    private final Deque<InetAddress> last = new ArrayDeque<>();

    public synchronized void came(InetAddress from) {
        if (from.isLoopbackAddress()) return; // programs of this machine, and our own looks
        if (last.size() >= KEPT) last.removeFirst();
        last.addLast(from);
    }

    public synchronized Line line() {
        var name = "who connects";
        if (last.size() < ENOUGH) return fine(name);
        var first = last.getFirst();
        boolean isOne = last.stream().map(AddressKey::of).distinct().count() == 1 && AddressKind.of(first) != AddressKind.PUBLIC;
        if (!isOne) return fine(name);
        return new Line(Subject.RECEIVING, Result.wrong(name,
            Words.of("All mail seems to come from %s: a proxy or a router in front hides who connects, and nobody can be judged by the address.",
                "Tutta la posta sembra arrivare da %s: un proxy o un router davanti nasconde chi si collega, e nessuno può essere giudicato dall'indirizzo.", first.getHostAddress()),
            new Words("Have it pass connections on with their own source address (no masquerading, no user-land proxy), or let port 25 reach this server directly.",
                "Fargli inoltrare le connessioni con il loro indirizzo di origine (senza mascheramento né proxy), o far arrivare la porta 25 direttamente a questo server.")));
    }

    private static Line fine(String name) {
        return new Line(Subject.RECEIVING, Result.fine(name, new Words("Who connects is seen with an address of their own.", "Chi si collega si vede con il proprio indirizzo.")));
    }
}
