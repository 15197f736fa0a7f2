package sigillo.https;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Where a stranger's DNS may lead us. */
class PublicAddressTest {
    private static final Map<Boolean, String> ADDRESSES = Map.of(
        true, "8.8.8.8 100.63.255.255 100.128.0.0 172.15.0.1 172.32.0.1 192.0.1.1 198.20.0.1 223.255.255.255 2a00::1 2001:4860:4860::8888 2606:4700::1111",
        false, "0.0.0.0 0.1.2.3 10.1.2.3 127.0.0.1 127.1.2.3 100.64.0.1 100.127.255.255 169.254.169.254 172.16.0.1 172.31.255.255 192.168.1.1"
            + " 192.0.0.8 192.0.2.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255"
            + " :: ::1 ::ffff:10.0.0.1 ::ffff:127.0.0.1 64:ff9b::a00:1 fe80::1 fc00::1 fd12::1 ff02::1 2001:db8::1 2001::1 2002:a00:1::1 fec0::1 3fff::1");

    @TestFactory Stream<DynamicTest> addresses() {
        return ADDRESSES.entrySet().stream().flatMap(kind -> Stream.of(kind.getValue().split(" ")).map(text ->
            DynamicTest.dynamicTest(text, () -> assertEquals(kind.getKey(), PublicAddress.is(InetAddress.ofLiteral(text))))));
    }
}
