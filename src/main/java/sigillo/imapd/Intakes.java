package sigillo.imapd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Octets;
import sigillo.imap.Status;
import sigillo.net.Wire;
import sigillo.spool.Spool;

/** The messages of one command, or their pieces, as they came. */
final class Intakes implements AutoCloseable {
    private final Wire wire;
    private final Spool spool;
    private final IntakeRoom.Place place;
    private final List<MessageIntake> all = new ArrayList<>();

    /** {@code place} becomes its own. */
    Intakes(Wire wire, Spool spool, IntakeRoom.Place place) {
        this.wire = wire;
        this.spool = spool;
        this.place = place;
    }

    /** Asked before the next is taken: whether there is room for it. */
    boolean hasRoom(long octets) { return place.take(octets); }

    /** The next one. Throws only when the wire fails. */
    void take(long octets) throws IOException { all.add(MessageIntake.take(wire, spool, octets)); }

    /** Why one of them is not there; empty when all are. */
    Optional<Status> trouble() {
        return all.stream().filter(one -> one.message().isEmpty()).map(MessageIntake::trouble).findFirst();
    }

    /** There is no {@link #trouble}. */
    List<Octets> messages() { return all.stream().map(one -> (Octets) one.message().orElseThrow()).toList(); }

    @Override public void close() {
        all.forEach(MessageIntake::close);
        place.close();
    }
}
