package sigillo.preflight;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import sigillo.dns.AddressText;
import sigillo.dns.Lookup;
import sigillo.preflight.BlockList.Standing;

/** Whether others refuse mail of our addresses, since a list has them. */
public final class BlockLists {
    public static final String NAME = "block lists";

    private BlockLists() {}

    /** How an address stands with a list. */
    record Found(BlockList list, InetAddress address, Standing standing) {}

    /** One after the other until the thread is interrupted. */
    static List<Found> look(List<InetAddress> open, List<BlockList> lists, Lookup dns) {
        var found = new ArrayList<Found>();
        for (var address : open) {
            for (var list : lists) {
                if (Thread.currentThread().isInterrupted()) return found;
                found.add(new Found(list, address, list.of(address, dns)));
            }
        }
        return found;
    }

    static Result judge(List<Found> found) {
        if (found.isEmpty()) return Addresses.none(NAME);
        var listed = with(found, Standing.LISTED);
        if (!listed.isEmpty()) return listed(listed);
        var home = with(found, Standing.HOME);
        if (!home.isEmpty()) return home(home.getFirst());
        var clear = with(found, Standing.CLEAR);
        var mute = found.stream().filter(one -> one.standing() != Standing.CLEAR).toList();
        if (clear.isEmpty()) return mute(mute);
        return mute.isEmpty()
            ? Result.fine(NAME, Words.of("No list has an address of this machine: %s.", "Nessuna lista ha un indirizzo di questa macchina: %s.", names(clear)))
            : Result.fine(NAME, Words.of("No list that answers has an address of this machine: %s. Not answered by: %s.",
                "Nessuna lista che risponde ha un indirizzo di questa macchina: %s. Non rispondono: %s.", names(clear), names(mute)));
    }

    private static Result listed(List<Found> listed) {
        var first = listed.getFirst();
        var where = listed.stream().map(one -> AddressText.of(one.address()) + " (" + one.list().name() + ")").collect(Collectors.joining(", "));
        return Result.wrong(NAME, Words.of("Lists have an address of this machine, so that many refuse its mail: %s.", "Alcune liste hanno un indirizzo di questa macchina, così molti rifiutano la sua posta: %s.", where),
            Words.of("Read at %s why, mend that, and ask there for removal; when it was a former tenant, ask the provider for another address.",
                "Leggere su %s il perché, rimediare, e chiedere lì la rimozione; se era un inquilino precedente, chiedere al provider un altro indirizzo.", first.list().page()));
    }

    private static Result home(Found one) {
        return Result.wrong(NAME, Words.of("%s has the address %s as one of a range of homes, from which many take no mail.", "%s ha l'indirizzo %s come parte di una rete domestica, da cui molti non accettano posta.",
                one.list().name(), AddressText.of(one.address())),
            Words.of("Ask the provider for a static address with a reverse name of yours, then for removal at %s; or use a relay ([relay] in the configuration).",
                "Chiedere al provider un indirizzo statico con un nome inverso vostro, poi la rimozione su %s; o usare un relay ([relay] nella configurazione).", one.list().page()));
    }

    private static Result mute(List<Found> mute) {
        return Result.unknown(NAME, Words.of("No list answers (%s): they refuse questions that come through DNS servers of all the world, or cannot be reached.",
                "Nessuna lista risponde (%s): rifiutano le domande che passano da server DNS pubblici, o non sono raggiungibili.", names(mute)),
            new Words("Install a resolver on this machine that asks the servers of the zones itself, such as Unbound, and check again.",
                "Installare su questa macchina un resolver che chieda da sé ai server delle zone, come Unbound, e controllare di nuovo."));
    }

    private static List<Found> with(List<Found> found, Standing standing) { return found.stream().filter(one -> one.standing() == standing).toList(); }

    private static String names(List<Found> found) { return found.stream().map(one -> one.list().name()).distinct().collect(Collectors.joining(", ")); }
}
