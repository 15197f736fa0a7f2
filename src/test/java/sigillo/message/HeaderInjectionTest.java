package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.ObjectMapper;

/** Fields that came in and want to look like other ones: shown safely, and no address but that of the sender. */
class HeaderInjectionTest {
    private static final Map<String, String> FROM = Map.of(
        "name-crlf", "[]", // the line end is real: a field From without an address, and a Bcc
        "nul-from", "[x@evil.example]",
        // Encoded words mean nothing in an address: its domain is the last, its local part as it stands.
        "mailsploit",
            "[=?utf-8?b?Y2VvQGJhbmsuZXhhbXBsZQ==?==?utf-8?Q?=00?==?utf-8?b?KGNlb0BiYW5rLmV4YW1wbGUp?=@evil.example]",
        "two-from", "[a@example.org]",                // the first field counts
        "rtl", "[x@evil.example]",
        "homoglyph", "[a@xn--80ak6aa92e.example]");
    private static final Map<String, String> FILE = Map.of(
        "attachment-rtl", "invoicefdp.exe",
        "filename-path", "passwd",
        "filename-abs", "x.exe",
        "filename-dup", "a.txt",
        "filename-2231-vs-plain", "b.exe");

    @TestFactory Stream<DynamicTest> shownSafely() {
        var cases = new ObjectMapper().readTree(Corpora.folder("header-injection").resolve("cases.json").toFile());
        return Stream.iterate(0, i -> i < cases.size(), i -> i + 1).map(cases::get)
            .map(one -> DynamicTest.dynamicTest(one.get("name").asString(), () -> {
            var field = one.get("field").asString() + ": " + one.get("raw_value").asString();
            var octets = Shape.octets(field + "\r\n\r\nbody\r\n");
            var message = Check.all(octets.bytes(0, octets.length(), 1 << 20));
            var name = one.get("name").asString();
            if (FROM.containsKey(name)) assertEquals(FROM.get(name), message.envelope().from().addresses().toString());
            if (FILE.containsKey(name)) assertEquals(FILE.get(name), message.root().fileName().orElse(""));
            for (var from : message.envelope().from().flat()) assertFalse(from.name().chars().anyMatch(Bidi::turns));
        }));
    }
}
