package sigillo.main.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.doctor.Line;
import sigillo.doctor.Note;
import sigillo.doctor.Subject;
import sigillo.doctor.Telling;
import sigillo.message.Message;
import sigillo.preflight.Result;
import sigillo.preflight.Words;
import sigillo.webpush.PushKeys;
import tools.jackson.databind.json.JsonMapper;

/** What leaves by mail of the board: whatever a sentence is, the message is one of RFC 5322. */
class DoctorMailTest {
    private static final Domain HOST = Domain.of("mail." + "long-label-of-a-host.".repeat(8) + "example");

    private static byte[] written(Note note) throws IOException {
        var out = new ByteArrayOutputStream();
        new DoctorMail(HOST, () -> Instant.parse("2026-11-30T10:00:00Z")).written(note, Address.of("me@elsewhere.example")).writeTo(out);
        return out.toByteArray();
    }

    /** RFC 5322 section 2.1.1, in the header and in the body; nothing but ASCII, since not every server takes more. */
    @Test void longSentencesAreFolded() throws Exception {
        var words = new Words("Names could not be proven: " + "one.example (why not) ".repeat(200), "Non si è potuto: " + "x".repeat(3_000));
        var note = Note.of(List.of(new Telling.News.Trouble(new Line(Subject.CERTIFICATES, Result.wrong("names", words, words)))), HOST);
        var octets = written(note);
        var text = new String(octets, StandardCharsets.ISO_8859_1);
        text.lines().forEach(line -> assertTrue(line.length() <= 78 || line.contains(HOST.name()) && line.length() <= 998, line.length() + ": " + line));
        assertTrue(text.chars().allMatch(c -> c < 0x7F) && text.endsWith("\r\n") && !text.replace("\r\n", "").contains("\n"));
        assertTrue(text.contains("Auto-Submitted: auto-generated\r\n"), text);
    }

    /** RFC 2045 section 6.7, as another reads it. */
    private static final class QuotedPrintable {
        static byte[] decoded(String body) {
            var out = new ByteArrayOutputStream();
            var joined = body.replace("=\r\n", "");
            for (int i = 0; i < joined.length(); i++) {
                if (joined.charAt(i) != '=') out.write(joined.charAt(i));
                else {
                    out.write(Integer.parseInt(joined.substring(i + 1, i + 3), 16));
                    i += 2;
                }
            }
            return out.toByteArray();
        }
    }

    @Test void whatWasWrittenIsRead() throws Exception {
        var note = new Note(HOST.name() + ": something is wrong (qualcosa non va)", "È passato: à è ì ò ù\n" + "y".repeat(2_000) + "\n");
        var octets = written(note);
        var text = new String(octets, StandardCharsets.US_ASCII);
        var body = text.substring(text.indexOf("\r\n\r\n") + 4);
        var decoded = text.contains("Content-Transfer-Encoding: base64") ? Base64.getMimeDecoder().decode(body) : QuotedPrintable.decoded(body);
        assertEquals(note.text(), new String(decoded, StandardCharsets.UTF_8).replace("\r\n", "\n"));
        assertEquals(note.subject(), Message.parse(Octets.of(octets)).header().first("subject").orElseThrow().text());
    }

    /** RFC 8291 section 4: what is pushed is one record, whatever was found. */
    @Test void whatIsPushedFits() {
        var words = new Words("\u0001".repeat(5_000), "è".repeat(5_000));
        var note = Note.of(List.of(new Telling.News.Trouble(new Line(Subject.CERTIFICATES, Result.wrong("names", words, words)))), HOST);
        assertTrue(ServerBoard.pushed(note).length <= PushKeys.TEXT_OCTETS_MAX);
        var said = JsonMapper.shared().readTree(ServerBoard.pushed(Note.of(List.of(new Telling.News.Over(new Words("It was.", "Era."))), Domain.of("a.example"))));
        assertTrue(said.get("en").asString().contains("It is over: It was.") && said.get("it").asString().contains("È passato: Era."), said.toString());
    }
}
