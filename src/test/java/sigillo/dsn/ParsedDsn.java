package sigillo.dsn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sigillo.base.Octets;
import sigillo.message.Message;
import sigillo.message.Part;

/** A notification read back by our own parser, its form checked on the way: what every one of them must keep to. */
public record ParsedDsn(
        Message message, String people, Map<String, String> perMessage, List<Map<String, String>> recipients,
        String returnedType, String returned) {

    public static ParsedDsn of(String text) { return of(Octets.of(text.getBytes(StandardCharsets.UTF_8))); }

    public static ParsedDsn of(Octets octets) {
        try {
            return read(octets);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ParsedDsn read(Octets octets) throws IOException {
        var raw = new String(octets.bytes(0, octets.length(), 32 << 20), StandardCharsets.UTF_8);
        assertFalse(raw.replace("\r\n", "").contains("\n")
            || raw.replace("\r\n", "").contains("\r"), "only CRLF ends a line");
        var message = Message.parse(octets);
        assertEquals("multipart/report", message.root().type().mediaType());
        assertEquals("delivery-status", message.root().type().parameter("report-type").orElseThrow());
        for (var name : List.of("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Auto-Submitted")) {
            assertEquals(1, message.header().all(name).size(), name);
        }
        assertEquals("auto-replied", message.header().first("Auto-Submitted").orElseThrow().raw());
        assertTrue(message.header().first("Message-ID").orElseThrow().raw().matches("<[^<>@ ]+@[^<>@ ]+>"),
            "one pair of brackets");
        assertTrue(message.header().first("Date").orElseThrow().date().isPresent());
        var parts = message.root().children();
        assertEquals(3, parts.size(), raw);
        assertEquals("text/plain", parts.get(0).type().mediaType());
        assertTrue(parts.get(1).type().mediaType().matches("message/(global-)?delivery-status"));
        var groups = groups(text(message, parts.get(1)));
        return new ParsedDsn(message, text(message, parts.get(0)), groups.getFirst(), groups.subList(1, groups.size()),
            parts.get(2).type().mediaType(), text(message, parts.get(2)));
    }

    private static String text(Message message, Part part) throws IOException {
        return new String(message.content(part).readAllBytes(), StandardCharsets.UTF_8);
    }

    /** RFC 3464 section 2.1: groups of fields with empty lines between them. */
    private static List<Map<String, String>> groups(String text) {
        var groups = new ArrayList<Map<String, String>>();
        for (var group : text.strip().split("\r\n\r\n")) {
            var fields = new LinkedHashMap<String, String>();
            for (var field : group.replaceAll("\r\n[ \t]", " ").split("\r\n")) {
                assertTrue(field.matches("(?s)[A-Za-z-]+: .+"), "a field: " + field);
                var before = fields.put(field.substring(0, field.indexOf(':')),
                    field.substring(field.indexOf(':') + 2));
                assertEquals(null, before, "a field occurs once: " + field);
            }
            groups.add(fields);
        }
        return groups;
    }
}
