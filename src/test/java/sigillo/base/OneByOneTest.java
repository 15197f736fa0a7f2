package sigillo.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OneByOneTest {
    private final List<Integer> done = new ArrayList<>();

    private void work(int one) {
        if (one % 3 == 0) throw new IllegalStateException(one == 6 ? null : "it is " + one);
        done.add(one);
    }

    private void each(int last) {
        OneByOne.each(IntStream.rangeClosed(1, last).boxed().toList(), one -> "number " + one, this::work);
    }

    @Test void theOthersGoOnBehindOneThatFails() {
        var failed = assertThrows(OneByOne.Failed.class, () -> each(7));
        assertEquals("number 3: it is 3; number 6: IllegalStateException", failed.getMessage());
        assertEquals("it is 3", failed.getCause().getMessage());
        assertEquals(List.of(1, 2, 4, 5, 7), done);
        each(2);
    }

    @Test void aDisasterIsTold() {
        var failed = assertThrows(OneByOne.Failed.class, () -> each(60));
        assertEquals(5 + 1, failed.getMessage().split("; ").length);
        assertEquals("and 15 more", failed.getMessage().split("; ")[5]);
    }
}
