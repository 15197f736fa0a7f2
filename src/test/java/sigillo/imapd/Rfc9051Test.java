package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import sigillo.Musts;

/** Each MUST of RFC 9051's sections 5 to 7, what we do, and the transcript or test that holds us to it. */
class Rfc9051Test {

    @Test void eachMustIsShown() throws IOException { assertEquals(List.of(), Musts.of(9051).faults("5", "6", "7")); }
}
