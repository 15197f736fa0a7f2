package sigillo.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.http.Forwarders.Field;
import sigillo.net.Networks;

/** Whom a request is of that a proxy passes on. */
class ForwardersTest {
    private static final String PROXY = "10.0.0.2";
    private static final Networks TRUSTED = Networks.of(List.of("10.0.0.0/24", "127.0.0.1"));

    private record Case(Field field, String peer, String said, String want) {}

    private static Case x(String peer, String said, String want) { return new Case(Field.X_FORWARDED_FOR, peer, said, want); }

    private static Case f(String said, String want) { return new Case(Field.FORWARDED, PROXY, said, want); }

    private static final List<Case> CASES = List.of(
        x(PROXY, "192.0.2.7", "192.0.2.7"),
        x(PROXY, "203.0.113.66, 192.0.2.7", "192.0.2.7"), // what stands before it the client has written
        x(PROXY, "203.0.113.66, 192.0.2.7, 10.0.0.3", "192.0.2.7"),
        x(PROXY, "10.0.0.3, 10.0.0.4", "10.0.0.3"),
        x(PROXY, "2001:db8::7", "2001:db8:0:0:0:0:0:7"),
        x(PROXY, "[2001:db8::7]:4711", "2001:db8:0:0:0:0:0:7"),
        x(PROXY, "192.0.2.7:4711", "192.0.2.7"),
        x(PROXY, "", PROXY),
        x(PROXY, "unknown", PROXY),
        x(PROXY, "192.0.2.7, evil", PROXY),
        x(PROXY, "192.0.2.7,", PROXY),
        x(PROXY, "192.0.2.777", PROXY),
        x(PROXY, "mail.example.org", PROXY),
        x(PROXY, "0.0.0.0", PROXY),
        x(PROXY, "127.0.0.1", PROXY),
        x("127.0.0.1", "127.0.0.1", "127.0.0.1"),
        x("127.0.0.1", "192.0.2.7", "192.0.2.7"),
        x("198.51.100.9", "192.0.2.7", "198.51.100.9"), // it is none of the proxies
        f("for=192.0.2.7", "192.0.2.7"),
        f("For=\"[2001:db8::7]:4711\";proto=https;by=10.0.0.2", "2001:db8:0:0:0:0:0:7"),
        f("for=203.0.113.66, for=192.0.2.7;host=a", "192.0.2.7"),
        f("for=\"a, for=192.0.2.7", "192.0.2.7"), // a quote that the client opened and did not close
        f("for=192.0.2.1;by=\"x, for=192.0.2.7", "192.0.2.7"),
        x(PROXY, "\", 192.0.2.7", "192.0.2.7"),
        f("for=_hidden", PROXY),
        f("proto=https", PROXY));

    @TestFactory Stream<DynamicTest> believes() {
        return CASES.stream().map(one -> DynamicTest.dynamicTest(one.peer + " <" + one.said + ">", () ->
            assertEquals(one.want, client(one.field, one.peer, Map.of(one.field.text(), one.said)))));
    }

    private static String client(Field field, String peer, Map<String, String> headers) {
        return new Forwarders(TRUSTED, field).client(InetAddress.ofLiteral(peer), headers).getHostAddress();
    }

    /** Another field is the client's own. */
    @Test void onlyTheFieldThatProxiesWrite() {
        assertEquals(PROXY, client(Field.X_FORWARDED_FOR, PROXY, Map.of("forwarded", "for=192.0.2.7")));
        assertEquals("192.0.2.7", client(Field.X_FORWARDED_FOR, PROXY, Map.of("x-forwarded-for", "1.2.3.4, ".repeat(100_000) + "192.0.2.7")));
    }

    @TestFactory Stream<DynamicTest> isTotal() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 20_000; i++) {
                var one = CASES.get(random.nextInt(CASES.size()));
                var text = new StringBuilder(one.said);
                for (int n = random.nextInt(5); n-- > 0 && !text.isEmpty(); ) text.setCharAt(random.nextInt(text.length()), "\",;[]:=.19a \u00e8".charAt(random.nextInt(13)));
                assertNotNull(client(one.field, one.peer, Map.of(one.field.text(), text.toString())));
            }
        }));
    }
}
