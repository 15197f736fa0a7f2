package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import sigillo.base.Octets;

/** What holds for every message: where parts lie, and that nothing of it throws. */
final class Check {
    private Check() {}

    /** All of it; returns the message for more. */
    static Message all(byte[] octets) throws IOException {
        var message = Message.parse(Octets.of(octets));
        structure(octets, message.root());
        reading(message);
        roundTrip(message);
        return message;
    }

    /** Parts nest, lie in order and within bounds, have the lines they say; their slices give the message again. */
    static void structure(byte[] octets, Part root) {
        assertEquals(0, root.headerStart());
        assertEquals(octets.length, root.end());
        within(octets, root);
        numbers(root, root);
        var again = new ByteArrayOutputStream();
        write(octets, root, again);
        assertEquals(new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1),
            again.toString(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    private static void within(byte[] octets, Part part) {
        assertTrue(0 <= part.headerStart() && part.headerStart() <= part.bodyStart() && part.bodyStart() <= part.end(),
            part::toString);
        if (octets.length < 200_000) assertEquals(lines(octets, part), part.bodyLines(),
            () -> "lines of " + part.number());
        long at = part.bodyStart();
        for (var child : part.children()) {
            assertTrue(at <= child.headerStart(), () -> child.number() + " overlaps");
            within(octets, child);
            at = child.end();
        }
        long last = at;
        assertTrue(last <= part.end(), () -> part.number() + " ends before its parts");
        part.embedded().ifPresent(embedded -> {
            assertEquals(part.bodyStart(), embedded.root().headerStart());
            assertEquals(part.end(), embedded.root().end());
        });
        if (part.isMultipart()) assertTrue(!part.children().isEmpty());
    }

    private static long lines(byte[] octets, Part part) {
        long lines = 0;
        for (int i = (int) part.bodyStart(); i < part.end(); i++) if (octets[i] == '\n') lines++;
        boolean open = part.end() > part.bodyStart() && octets[(int) part.end() - 1] != '\n';
        return open ? lines + 1 : lines;
    }

    /** Each numbered part is found by its number. */
    private static void numbers(Part root, Part part) {
        boolean numbered = !part.isMultipart()
            || Sections.find(root, part.number().toString()).filter(part::equals).isPresent();
        if (numbered && !part.number().equals(PartNumber.NONE)) {
            assertEquals(Optional.of(part), Sections.find(root, part.number().toString()));
        }
        if (part.children().size() < 200) for (var child : part.children()) numbers(root, child);
    }

    private static void write(byte[] octets, Part part, ByteArrayOutputStream into) {
        into.write(octets, (int) part.headerStart(), (int) (part.bodyStart() - part.headerStart()));
        long at = part.bodyStart();
        for (var child : part.children()) {
            into.write(octets, (int) at, (int) (child.headerStart() - at));
            write(octets, child, into);
            at = child.end();
        }
        into.write(octets, (int) at, (int) (part.end() - at));
    }

    /** Everything that can be asked of a message is asked. */
    static void reading(Message message) throws IOException {
        for (var field : message.header().fields()) {
            clean(field.text());
            for (var one : field.addresses().flat()) clean(one.name() + one.addrSpec());
            field.date();
            field.messageIds();
            Subjects.base(field.text());
            Subjects.strict(field.text());
        }
        part(message, message.root());
        clean(Preview.of(message));
        var text = PlainText.of(message, TextLimits.SEARCH);
        assertTrue(text.length() <= TextLimits.SEARCH.charactersMax());
    }

    private static void part(Message message, Part part) throws IOException {
        part.type().parameters().forEach(parameter -> clean(parameter.value()));
        part.fileName().ifPresent(Check::clean);
        if (part.children().isEmpty()) {
            try (var content = message.content(part)) {
                long octets = content.transferTo(java.io.OutputStream.nullOutputStream());
                assertTrue(octets <= part.bodyOctets() + 3);
            }
        }
        for (var child : part.children()) part(message, child);
    }

    private static void clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            assertTrue(c >= ' ' && c != 0x7F, () -> "control character " + (int) c + " in " + text);
        }
    }

    /** What is kept is what was parsed, or a cut of it. */
    static void roundTrip(Message message) throws IOException {
        var meta = MessageMeta.of(message);
        var encoded = meta.encode();
        assertTrue(encoded.length <= MessageMeta.OCTETS_MAX, () -> encoded.length + " octets");
        var decoded = MessageMeta.decode(encoded).orElseThrow();
        boolean whole = encoded.length < MessageMeta.OCTETS_MAX - (64 << 10);
        if (whole) assertTrue(meta.equals(decoded), "what was kept is read again");
        else within(message.octets().bytes(0, message.octets().length(), Integer.MAX_VALUE), decoded.root());
    }
}
