package sigillo.main.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever finds that another does its work stops that work first, and then everything else. */
class LosingTest {
    private final List<String> done = new ArrayList<>();
    private final Losing losing = new Losing(() -> done.add("end"));

    @Test void theQueueStopsBeforeTheDoorsAreDrained() {
        losing.first(() -> done.add("queue"));
        assertEquals(List.of(), done);
        losing.run();
        assertEquals(List.of("queue", "end"), done);
    }

    /** Between joining and the making of the queue. */
    @Test void whoComesLateIsStoppedAtOnce() {
        losing.run();
        losing.first(() -> done.add("queue"));
        assertEquals(List.of("end", "queue"), done);
    }

    @Test void anErrorKeepsNothingFromEnding() {
        losing.first(() -> { throw new IllegalStateException("as the test wants"); });
        losing.first(() -> done.add("queue"));
        losing.run();
        assertEquals(List.of("queue", "end"), done);
    }
}
