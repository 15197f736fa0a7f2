package sigillo.doctor;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import sigillo.base.AddressKey;
import sigillo.preflight.AddressKind;
import sigillo.preflight.Result;
import sigillo.preflight.State;
import sigillo.preflight.Words;

/**
 * Who came to port 25 of late. When all have one address of a network of one's own, or of this machine, or one public address
 * and call themselves after many domains, something in front of the server hides who they are: then lists, SPF and bounds by address judge the wrong one, or nobody. Nothing is relayed for it
 * all the same: no address is trusted for where it is. Any thread.
 */
public final class Callers {
    /** Fewer may well be one neighbour. */
    static final int ENOUGH = 20;
    private static final int KEPT = 50;
    /** Programs of this machine have one name, or two. */
    private static final int NAMES_OF_STRANGERS = 4;
    /** Of one who calls himself. In characters. */
    private static final int NAME_MAX = 255;
    private static final int LATEST = 10;

    private record Mail(InetAddress from, String helo) {}

    private final Deque<InetAddress> last = new ArrayDeque<>();
    private final Deque<InetAddress> latest = new ArrayDeque<>();
    private final Deque<Mail> mails = new ArrayDeque<>();

    public synchronized void came(InetAddress from) {
        keep(latest, from, LATEST);
        if (from.isLoopbackAddress()) return; // programs of this machine, and our own looks
        keep(last, from, KEPT);
    }

    /** Mail was taken of one who calls himself so. */
    public synchronized void brought(InetAddress from, String helo) {
        var name = helo.substring(0, Math.min(helo.length(), NAME_MAX)).toLowerCase(Locale.ROOT);
        keep(mails, new Mail(from, name), KEPT);
    }

    private static <T> void keep(Deque<T> all, T one, int max) {
        if (all.size() >= max) all.removeFirst();
        all.addLast(one);
    }

    /** The last who came, the newest at the end. */
    public synchronized List<InetAddress> latest() { return List.copyOf(latest); }

    public synchronized Line line() {
        var name = "who connects";
        if (isOne(last) && !isPublic(last.getFirst())) return hidden(name, last.getFirst());
        var senders = mails.stream().map(Mail::from).toList();
        if (!isOne(senders)) return fine(name);
        // many machines of one sender may share a public address; senders of many domains do not
        var names = mails.stream().map(mail -> isPublic(mail.from) ? domain(mail.helo) : mail.helo);
        return names.distinct().count() >= NAMES_OF_STRANGERS ? hidden(name, senders.getFirst()) : fine(name);
    }

    private static boolean isPublic(InetAddress address) { return AddressKind.of(address) == AddressKind.PUBLIC; }

    /** Its last two labels: of one who has many below one of those less is thought, not more. */
    private static String domain(String helo) {
        int last = helo.lastIndexOf('.');
        return helo.substring(helo.lastIndexOf('.', last - 1) + 1);
    }

    /** Enough came, and all from one place. */
    private static boolean isOne(Iterable<InetAddress> addresses) {
        InetAddress first = null;
        int count = 0;
        for (var one : addresses) {
            if (first == null) first = one;
            if (!AddressKey.of(one).equals(AddressKey.of(first))) return false;
            count++;
        }
        return count >= ENOUGH;
    }

    /** Of a public address it is a warning: somebody may be the only one who writes, under many names. */
    private static Line hidden(String name, InetAddress first) {
        return new Line(Subject.RECEIVING, new Result(name, isPublic(first) ? State.WARNING : State.WRONG,
            Words.of("All mail seems to come from %s: a proxy or a router in front hides who connects, and nobody can be judged by the address.",
                "Tutta la posta sembra arrivare da %s: un proxy o un router davanti nasconde chi si collega, e nessuno può essere giudicato dall'indirizzo.", first.getHostAddress()),
            new Words("A proxy: have it speak the PROXY protocol and name it in proxies of [listeners.smtp] (sigillo proxy prints both). A router: have it pass connections on with their own "
                + "source address (no masquerading, no user-land proxy).",
                "Un proxy: fargli usare il protocollo PROXY e nominarlo in proxies di [listeners.smtp] (sigillo proxy stampa entrambi). Un router: fargli inoltrare le connessioni con il loro "
                + "indirizzo di origine (senza mascheramento né proxy).")));
    }

    private static Line fine(String name) {
        return new Line(Subject.RECEIVING, Result.fine(name, new Words("Who connects is seen with an address of their own.", "Chi si collega si vede con il proprio indirizzo.")));
    }
}
