package sigillo.managesieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.managesieve.SieveReply.Code;

/** RFC 5804 sections 1.2, 1.3 and 4. */
class SieveWriterTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final SieveWriter out = new SieveWriter(said);

    private String said() {
        var text = said.toString(StandardCharsets.UTF_8);
        said.reset();
        return text;
    }

    @Test void replies() throws IOException {
        out.reply(SieveReply.ok("Done"));
        out.reply(SieveReply.ok(""));
        out.reply(SieveReply.no(Code.TOO_LARGE, "Too \"large\" \\"));
        out.reply(SieveReply.no("line 1\r\nline 2"));
        out.reply(SieveReply.bye(Code.TRY_LATER, "x"));
        out.reply(SieveReply.ok("y").with(Code.tag("a\nb")));
        out.reply(SieveReply.ok("in").with(Code.sasl(Bytes.utf8("v=1"))));
        assertEquals("OK \"Done\"\r\nOK\r\nNO (QUOTA/MAXSIZE) \"Too \\\"large\\\" \\\\\"\r\nNO {14}\r\nline 1\r\nline 2\r\n"
            + "BYE (TRYLATER) \"x\"\r\nOK (TAG {3}\r\na\nb) \"y\"\r\nOK (SASL \"dj0x\") \"in\"\r\n", said());
    }

    @Test void linesAndScripts() throws IOException {
        out.capability("STARTTLS");
        out.capability("SASL", "");
        out.listed("é \"x\"", true);
        out.listed("a\u0085", false);
        out.challenge(Bytes.EMPTY);
        assertTrue(out.isBetweenResponses());
        out.script("keep;\n".getBytes(StandardCharsets.US_ASCII));
        assertFalse(out.isBetweenResponses());
        assertEquals("\"STARTTLS\"\r\n\"SASL\" \"\"\r\n\"é \\\"x\\\"\" ACTIVE\r\n\"a\u0085\"\r\n\"\"\r\n{6}\r\nkeep;\n\r\n", said());
    }

    /** RFC 5804 section 4: 1,024 octets stand in quotes, a longer one is a literal. */
    @Test void whatIsLongIsALiteral() throws IOException {
        out.reply(SieveReply.no("x".repeat(1_024)));
        assertEquals("NO \"" + "x".repeat(1_024) + "\"\r\n", said());
        out.reply(SieveReply.no("x".repeat(1_025)));
        assertEquals("NO {1025}\r\n" + "x".repeat(1_025) + "\r\n", said());
    }
}
