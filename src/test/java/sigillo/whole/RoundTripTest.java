package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.CapturingSink;
import sigillo.peers.ImapProbe;
import sigillo.peers.Ports;
import sigillo.peers.PostfixPeer;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;

/** The octets that were sent come back: every message that others wrote, by a real Postfix over SMTP and by APPEND. */
@Tag("gate")
@Tag("levels")
class RoundTripTest {
    @TempDir Path folder;

    /**
     * Postfix gets each message once for two recipients, one in a sink that keeps what comes over the wire and one of
     * ours: so we know what it sent, whatever it thinks of the message.
     */
    @Test void byPostfixOverSmtp() throws Exception {
        assumeTrue(Program.isInstalled("postfix"), "Postfix is not installed");
        var messages = Corpora.mimeMessages();
        messages.values().removeIf(Corpora::hasBareCr); // refused in SMTP, rightly: SmugglingTest and APPEND have them
        try (var sigillo = SigilloPeer.demo(folder); var sink = new CapturingSink();
             var postfix = new PostfixPeer(folder, "127.0.0.2", Ports.free(), "postfix.test", Map.of(
                 "sink.test", "smtp:[127.0.0.1]:" + sink.port(), "sigillo.test", "smtp:[127.0.0.1]:" + sigillo.port("smtp")))) {
            long before;
            try (var imap = sigillo.imap("anna")) {
                before = imap.messages("INBOX");
            }
            inject(postfix, messages, sigillo.address("anna"));
            long want = before + messages.size();
            Program.waitUntil("all arrived at the sink", Duration.ofMinutes(3), () -> sink.mails().size() >= messages.size());
            try (var imap = sigillo.imap("anna")) {
                Program.waitUntil("all arrived here: " + sigillo.log(), Duration.ofMinutes(3), () -> count(imap) >= want);
                compare(sink.mails(), imap.bodies("INBOX").subList((int) before, (int) want));
            }
            assertEquals(0, postfix.waiting(), postfix::log);
        }
    }

    private static void inject(PostfixPeer postfix, Map<String, byte[]> messages, String to) throws Exception {
        try (var smtp = SmtpProbe.connect(postfix.address(), postfix.port())) {
            smtp.expect("250", "EHLO client.test");
            for (var entry : messages.entrySet()) {
                smtp.expect("250", "MAIL FROM:<sender@postfix.test> BODY=8BITMIME");
                smtp.expect("250", "RCPT TO:<copy@sink.test>");
                smtp.expect("250", "RCPT TO:<" + to + ">");
                smtp.expect("354", "DATA");
                smtp.write(SmtpProbe.stuffed(entry.getValue()));
                assertTrue(smtp.reply().startsWith("250"), entry.getKey());
            }
        }
    }

    private static long count(ImapProbe imap) {
        try {
            return imap.messages("INBOX");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Postfix's own Received line names its queue id, the same in both copies: by it they are paired. */
    private static void compare(List<CapturingSink.Mail> sent, List<byte[]> kept) {
        var byId = new HashMap<String, byte[]>();
        for (var mail : sent) byId.put(postfixId(mail.data()), mail.data());
        var wrong = new ArrayList<String>();
        for (var message : kept) {
            var want = byId.remove(postfixId(message));
            var got = withoutTrace(message);
            if (want == null || !Arrays.equals(want, got)) wrong.add(new String(message, 0, Math.min(600, message.length), StandardCharsets.ISO_8859_1));
        }
        assertEquals(List.of(), wrong);
        assertTrue(byId.isEmpty(), "not here: " + byId.keySet());
    }

    private static String postfixId(byte[] message) {
        var text = new String(message, 0, Math.min(4096, message.length), StandardCharsets.ISO_8859_1);
        var m = java.util.regex.Pattern.compile("by mx\\.postfix\\.test \\(Postfix\\) with \\S+ id (\\w+)").matcher(text);
        return m.find() ? m.group(1) : "none";
    }

    /** What stands before the first Received line that Postfix wrote is ours. */
    private static byte[] withoutTrace(byte[] message) {
        var text = new String(message, StandardCharsets.ISO_8859_1);
        int postfix = text.indexOf("by mx.postfix.test (Postfix)");
        int start = text.lastIndexOf("\r\nReceived: ", postfix) + 2;
        return Arrays.copyOfRange(message, start, message.length);
    }

    @Test void byAppend() throws Exception {
        var messages = Corpora.mimeMessages();
        messages.values().removeIf(m -> m.length == 0); // APPEND of nothing is an error in IMAP: RFC 9051 section 6.3.12
        try (var sigillo = SigilloPeer.demo(folder); var imap = sigillo.imap("bruno")) {
            imap.command("CREATE corpora");
            for (var entry : messages.entrySet()) {
                assertTrue(imap.append("corpora", entry.getValue()).isOk(), entry.getKey());
            }
            var names = List.copyOf(messages.keySet());
            var kept = imap.bodies("corpora");
            assertEquals(names.size(), kept.size());
            for (int i = 0; i < names.size(); i++) {
                assertTrue(Arrays.equals(messages.get(names.get(i)), kept.get(i)), names.get(i));
            }
            // and every structure can be asked for
            var structures = imap.command("FETCH 1:* (UID ENVELOPE BODYSTRUCTURE BODY RFC822.SIZE)");
            assertEquals(names.size(), structures.lines().stream().filter(l -> l.contains("FETCH")).count());
        }
    }
}
