package sigillo.imapd;

import java.io.IOException;
import java.time.Duration;
import sigillo.search.Progress;
import sigillo.search.Searches;

/**
 * Waits for a search with the client: tells him now and then how far it is (RFC 9585), and gives it up when he is gone. Who
 * has only closed his side may still listen, as programs do that say all at once; so he is told how far it is, which the
 * system of one that is gone refuses.
 */
final class SearchWait implements Searches.Waiting {
    /** The first that reaches a peer that is gone is answered with a reset, and one after that fails: at ever longer times. */
    private static final int PROBES_MAX = 9;
    private static final long FIRST_PAUSE_NANOS = 8_000_000;

    private final Client client;
    private final String tag;
    private final long everyNanos;
    private long toldAt = System.nanoTime();
    private int probed;

    SearchWait(Client client, String tag) {
        this.client = client;
        this.tag = tag;
        Duration every = client.door().limits().inProgressEvery();
        this.everyNanos = every.toNanos();
    }

    @Override public void look(Progress progress) throws IOException {
        long quiet = System.nanoTime() - toldAt;
        boolean probes = isProbeDue(quiet) && client.peer().hasEnded();
        if (probes) probed++;
        if (probes || quiet >= everyNanos) tell(progress);
    }

    private boolean isProbeDue(long quiet) { return probed < PROBES_MAX && (probed == 0 || quiet >= FIRST_PAUSE_NANOS << probed - 1); }

    /** RFC 9585 section 4: how much is done is less than all of it. */
    private void tell(Progress progress) throws IOException {
        toldAt = System.nanoTime();
        var out = client.out().raw("* OK [INPROGRESS (\"").raw(tag).raw("\" ");
        long all = progress.all();
        if (all == 0) out.raw("NIL NIL");
        else out.number(Math.clamp(progress.done() - 1, 0, all - 1)).raw(" ").number(all);
        out.raw(")] Still searching").crlf();
        out.flush();
    }
}
