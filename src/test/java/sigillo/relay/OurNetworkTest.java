package sigillo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Whose fault it is that there is no way to a host. */
class OurNetworkTest {

    @Test void oursUnlessOnlyTheFamilyIsMissing() {
        assertTrue(OurNetwork.isMissing("Network is unreachable", true, true), "the way is gone");
        assertTrue(OurNetwork.isMissing("Network is unreachable", false, false), "there is no network at all");
        assertFalse(OurNetwork.isMissing("Network is unreachable", false, true),
            "we never had IPv6, and IPv4 is there");
        assertFalse(OurNetwork.isMissing("Connection refused", true, true));
        assertFalse(OurNetwork.isMissing("Connect timed out", false, false));
        assertFalse(OurNetwork.isMissing("null", true, true));
    }

    /** The JDK has no types for these errors: its words are what we go by. */
    @Test void theWordsOfThisSystem() {
        var refused = whyNot("127.0.0.1");
        assertFalse(OurNetwork.isMissing(refused, true, true), refused);
        var nowhere = whyNot("255.255.255.255"); // a broadcast address: the kernel refuses it without asking anybody
        assertEquals("Network is unreachable", nowhere);
    }

    private static String whyNot(String address) {
        try (var _ = new Socket(InetAddress.ofLiteral(address), 1)) {
            return "connected";
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
