package sigillo.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** RFC 6455 section 4.2, with the example of section 1.3. */
class HandshakeTest {
    private static final Map<String, String> GOOD = Map.of("upgrade", "websocket", "connection", "keep-alive, Upgrade", "sec-websocket-version", "13",
        "sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==", "sec-websocket-protocol", "chat, jmap");

    @Test void accepted() { assertEquals(new Handshake.Accepted("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), Handshake.of(GOOD, "jmap")); }

    private record Case(String header, String value, int status) {}

    @TestFactory Stream<DynamicTest> refused() {
        return Stream.of(new Case("upgrade", "", 426), new Case("upgrade", "h2c", 426), new Case("connection", "close", 426), new Case("sec-websocket-version", "8", 426),
            new Case("sec-websocket-key", "", 400), new Case("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZ!==", 400),
            new Case("sec-websocket-key", "dGhlIHNhbXBsZSBub25j", 400), new Case("sec-websocket-protocol", "", 400), new Case("sec-websocket-protocol", "chat", 400),
            new Case("sec-websocket-protocol", "JMAP", 400))
            .map(one -> DynamicTest.dynamicTest(one.header + ": " + one.value, () -> {
                var headers = new LinkedHashMap<>(GOOD);
                headers.put(one.header, one.value);
                assertEquals(one.status, ((Handshake.Refused) Handshake.of(headers, "jmap")).status());
            }));
    }
}
