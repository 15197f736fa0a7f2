package sigillo.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.base.AddressKey;

class RefusalsTest {
    private static final int MAX = 16;

    private final List<String> cut = new ArrayList<>();
    private long nanos;
    private final Refusals refusals = new Refusals(MAX, () -> nanos);

    private Optional<Refusals.Told> enter(String from) { return refusals.enter(new AddressKey(from), () -> cut.add(from)); }

    private List<Refusals.Told> fill() {
        var told = new ArrayList<Refusals.Told>();
        for (int i = 0; i < MAX; i++) told.add(enter("192.0.2." + i).orElseThrow());
        return told;
    }

    @Test void soManyAreToldAtOneTime() {
        var told = fill();
        assertTrue(enter("198.51.100.1").isEmpty());
        told.getFirst().close();
        assertTrue(enter("198.51.100.1").isPresent());
        assertEquals(List.of(), cut);
    }

    @Test void oneAddressKeepsNoOtherFromHearing() {
        for (int i = 0; i < MAX; i++) enter("192.0.2.1").orElseThrow();
        assertTrue(enter("198.51.100.1").isPresent());
        assertEquals(List.of("192.0.2.1"), cut);
        assertTrue(enter("192.0.2.1").isEmpty());
    }

    @Test void whoDoesNotListenGivesHisPlace() {
        var told = fill();
        nanos += Refusals.PATIENCE;
        assertTrue(enter("198.51.100.1").isPresent());
        assertTrue(enter("198.51.100.2").isPresent());
        assertTrue(enter("198.51.100.3").isEmpty()); // two are on their way out
        assertEquals(List.of("192.0.2.0", "192.0.2.1"), cut);
        told.getFirst().close();
        told.getFirst().close();
        assertTrue(enter("198.51.100.3").isPresent());
        assertTrue(enter("198.51.100.4").isEmpty());
    }
}
