package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sigillo.base.Glance;
import sigillo.base.Octets;
import sigillo.message.MetaRecord.Field;

class FieldSheetTest {
    private static final Path GOLDEN = Path.of("src/test/cases/sealing/fields.txt");

    @Test void saysWhatTheRecordsSay() throws IOException {
        var random = new Random(61);
        for (int round = 0; round < 50; round++) {
            var draft = new FieldSheet.Draft();
            var records = new MetaRecord[FieldSheet.PLACES];
            for (int place = 0; place < records.length; place++) {
                if (random.nextInt(3) == 0) continue;
                records[place] = record(letter(random));
                draft.add(place, records[place]);
            }
            var sheet = FieldSheet.decode(Glance.of(draft.encode())).orElseThrow();
            for (int place = 0; place < records.length; place++) assertSame(records[place], sheet, place);
        }
    }

    private static void assertSame(MetaRecord record, FieldSheet sheet, int place) {
        assertEquals(record != null, sheet.has(place));
        if (record == null) return;
        assertTrue(sheet.isWhole(place));
        for (var field : Field.values()) {
            if (FieldSheet.has(field)) assertEquals(text(record.octets(field)), text(sheet.octets(place, field)), field
                + " of " + place);
        }
    }

    private static Optional<String> text(Optional<Glance> octets) {
        return octets.map(glance -> new String(glance.toArray(), StandardCharsets.ISO_8859_1));
    }

    private static String letter(Random random) {
        var letter = new StringBuilder();
        for (var field : new String[] {"Subject", "From", "To", "Cc", "Bcc", "Message-ID", "Date"}) {
            if (random.nextInt(4) > 0) letter.append(field).append(": é").append("x".repeat(random.nextInt(60)))
                .append("\r\n");
        }
        return letter + "\r\n";
    }

    private static MetaRecord record(String letter) throws IOException {
        return MetaRecord.of(MessageMeta.of(Message.parse(Octets.of(letter.getBytes(StandardCharsets.UTF_8)))));
    }

    @Test void whatIsTooLongIsThereWithoutItsFields() throws IOException {
        var draft = new FieldSheet.Draft();
        draft.add(0, record("Subject: " + "x".repeat(505) + "\r\nFrom: a@b.example\r\n\r\n"));
        draft.add(1, record("Subject: " + "x".repeat(480) + "\r\n\r\n"));
        draft.add(255, record("\r\n"));
        var sheet = FieldSheet.decode(Glance.of(draft.encode())).orElseThrow();
        assertTrue(sheet.has(0));
        assertFalse(sheet.isWhole(0));
        assertEquals(480, sheet.octets(1, Field.SUBJECT).orElseThrow().length());
        assertEquals(Optional.empty(), sheet.octets(255, Field.SUBJECT));
        assertTrue(sheet.isWhole(255));
    }

    @Test void aNewSheetHasWhatTheOneBeforeHad() throws IOException {
        var first = new FieldSheet.Draft();
        first.add(3, record("Subject: three\r\n\r\n"));
        first.add(4, record("Subject: four\r\n\r\n"));
        var second = new FieldSheet.Draft();
        second.add(4, record("Subject: other\r\n\r\n"));
        second.add(9, record("Subject: nine\r\n\r\n"));
        second.addAll(FieldSheet.decode(Glance.of(first.encode())).orElseThrow());
        var sheet = FieldSheet.decode(Glance.of(second.encode())).orElseThrow();
        assertEquals(Optional.of("three"), text(sheet.octets(3, Field.SUBJECT)).map(String::strip));
        assertEquals(Optional.of("other"), text(sheet.octets(4, Field.SUBJECT)).map(String::strip));
        assertEquals(Optional.of("nine"), text(sheet.octets(9, Field.SUBJECT)).map(String::strip));
        assertEquals(second.places(), Stream.of(3, 4, 9)
            .collect(java.util.BitSet::new, java.util.BitSet::set, java.util.BitSet::or));
    }

    /** What was written once is read as long as its version is, and is still written like that. */
    @Test void golden() throws IOException {
        var draft = new FieldSheet.Draft();
        draft.add(5, record("Subject: Hello\r\nFrom: Anna <anna@a.example>\r\nTo: bruno@b.example\r\nCc: c@c.example\r\n"
            + "Bcc: d@d.example\r\nMessage-ID: <1@a.example>\r\n\r\n"));
        draft.add(6, record("Subject: " + "x".repeat(600) + "\r\n\r\n"));
        draft.add(255, record("From: b@b.example\r\n\r\n"));
        var lines = Files.readAllLines(GOLDEN).stream().filter(line -> !line.startsWith("#")).toList();
        assertEquals(String.join("", lines), HexFormat.of().formatHex(draft.encode()));
    }

    @Test void otherOctetsAreNone() throws IOException {
        var random = new Random(62);
        var draft = new FieldSheet.Draft();
        for (int place = 0; place < 20; place++) draft.add(place, record(letter(random)));
        var sheet = draft.encode();
        assertTrue(FieldSheet.decode(new Glance(sheet, 0, 0)).isEmpty());
        for (int round = 0; round < 20_000; round++) {
            var changed = Arrays.copyOf(sheet, random.nextInt(sheet.length + 1));
            for (int n = random.nextInt(4); n > 0 && changed.length > 0; n--) changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            FieldSheet.decode(Glance.of(changed)).ifPresent(FieldSheetTest::readAll);
        }
        sheet[0]++;
        assertTrue(FieldSheet.decode(Glance.of(sheet)).isEmpty(), "another version");
    }

    private static void readAll(FieldSheet sheet) {
        for (int place = 0; place < FieldSheet.PLACES; place++) {
            if (!sheet.isWhole(place)) continue;
            for (var field : Field.values()) if (FieldSheet.has(field)) sheet.octets(place, field).ifPresent(Glance::toArray);
        }
        var draft = new FieldSheet.Draft();
        draft.addAll(sheet);
        assertArrayEquals(draft.encode(), draft.encode());
    }
}
