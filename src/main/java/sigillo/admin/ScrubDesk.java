package sigillo.admin;

import java.util.function.Supplier;
import sigillo.scrub.Scrub;

/**
 * How far the reading of everything is. {@code state}: now. {@code begin}: begins a pass; false where nobody scrubs.
 */
public record ScrubDesk(Supplier<Scrub.State> state, Supplier<Boolean> begin) implements Desk {
    @Override public void register(Requests requests) {
        requests.on(Request.Scrub.class, asked -> scrub(asked.now()));
    }

    Answer scrub(boolean now) {
        if (now && !begin.get()) return new Answer.Failed("no server runs: it would scrub");
        var found = state.get();
        var damages = found.damages().stream()
            .map(one -> new Results.Damaged(one.place(), one.kind(), one.repaired(), one.count())).toList();
        return new Answer.Done(new Results.Scrubbed(found.under(), found.at(), found.rows(), found.blobs(),
            found.octets(), found.lastBegun(), found.lastEnded(), found.lastOctets(), damages));
    }
}
