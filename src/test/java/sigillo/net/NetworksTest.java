package sigillo.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.AddressKey;

class NetworksTest {

    private record Case(String network, String address, boolean inside) {}

    private static final List<Case> CASES = List.of(
        new Case("192.0.2.0/24", "192.0.2.255", true),
        new Case("192.0.2.0/24", "192.0.3.0", false),
        new Case("192.0.2.128/25", "192.0.2.127", false),
        new Case("192.0.2.128/25", "192.0.2.128", true),
        new Case("192.0.2.7", "192.0.2.7", true),
        new Case("192.0.2.7", "192.0.2.6", false),
        new Case("0.0.0.0/0", "203.0.113.9", true),
        new Case("0.0.0.0/0", "2001:db8::1", false),
        new Case("::/0", "2001:db8::1", true),
        new Case("2001:db8::/33", "2001:db8:8000::1", false),
        new Case("2001:db8::/33", "2001:db8:7fff::1", true),
        new Case("127.0.0.0/8", "::ffff:127.0.0.1", true));

    @TestFactory Stream<DynamicTest> contains() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.toString(), () ->
            assertEquals(c.inside, Networks.of(List.of(c.network)).contains(InetAddress.getByName(c.address)))));
    }

    @TestFactory Stream<DynamicTest> refusesWhatIsNoNetwork() {
        return Stream.of("", "192.0.2.0/33", "192.0.2.0/-1", "localhost", "mx.example/24", "1.2.3", "::1/129", "::/x")
            .map(text -> DynamicTest.dynamicTest("\"" + text + "\"", () ->
                assertThrows(IllegalArgumentException.class, () -> Networks.of(List.of(text)))));
    }

    @Test void oneCustomerIsOneKey() throws Exception {
        assertEquals(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assertEquals("192.0.2.1", key("::ffff:192.0.2.1").text());
        assertEquals(false, key("2001:db8:1:2::1").equals(key("2001:db8:1:3::1")));
        assertEquals(false, key("192.0.2.1").equals(key("192.0.2.2")));
    }

    private static AddressKey key(String text) throws Exception { return AddressKey.of(InetAddress.getByName(text)); }
}
