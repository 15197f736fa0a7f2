package sigillo.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import sigillo.base.Domain;
import sigillo.dns.Lookup;
import sigillo.preflight.BlockList.Standing;

/** Whether others refuse mail that names a domain, since a list has it: often for what its former owner did. */
public final class DomainLists {
    public static final String NAME = "domain lists";

    private DomainLists() {}

    /** How a domain stands with a list. */
    record Found(BlockList list, Standing standing) {}

    /** One after the other until the thread is interrupted. */
    static List<Found> look(Domain domain, List<BlockList> lists, Lookup dns) {
        var found = new ArrayList<Found>();
        for (var list : lists) {
            if (Thread.currentThread().isInterrupted()) return found;
            found.add(new Found(list, list.of(domain, dns)));
        }
        return found;
    }

    static Result judge(Domain domain, List<Found> found) {
        var listed = found.stream().filter(one -> one.standing() == Standing.LISTED).toList();
        if (!listed.isEmpty()) return Result.wrong(NAME,
            Words.of("Lists have the domain %s, so that many refuse mail that names it: %s.", "Alcune liste hanno il dominio %s, così molti rifiutano la posta che lo nomina: %s.", domain, names(listed)),
            Words.of("Read at %s why, and ask there for removal; a domain that was bought of late may have a past, and another one may be the shorter way.",
                "Leggere su %s il perché, e chiedere lì la rimozione; un dominio comprato da poco può avere un passato, e cambiarlo può essere la via più breve.", listed.getFirst().list().page()));
        var clear = found.stream().filter(one -> one.standing() == Standing.CLEAR).toList();
        var mute = found.stream().filter(one -> one.standing() != Standing.CLEAR).toList();
        if (clear.isEmpty()) return Result.unknown(NAME, Words.of("No list of domains answers (%s): they refuse questions that come through DNS servers of all the world, or cannot be reached.",
                "Nessuna lista di domini risponde (%s): rifiutano le domande che passano da server DNS pubblici, o non sono raggiungibili.", names(mute)),
            new Words("Install a resolver on this machine that asks the servers of the zones itself, such as Unbound, and check again.",
                "Installare su questa macchina un resolver che chieda da sé ai server delle zone, come Unbound, e controllare di nuovo."));
        return mute.isEmpty() ? Result.fine(NAME, Words.of("No list has the domain %s: %s.", "Nessuna lista ha il dominio %s: %s.", domain, names(clear)))
            : Result.fine(NAME, Words.of("No list that answers has the domain %s: %s. Not answered by: %s.", "Nessuna lista che risponde ha il dominio %s: %s. Non rispondono: %s.",
                domain, names(clear), names(mute)));
    }

    private static String names(List<Found> found) { return found.stream().map(one -> one.list().name()).distinct().collect(Collectors.joining(", ")); }
}
