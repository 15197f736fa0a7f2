package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.ImapProbe;
import sigillo.peers.SigilloPeer;

/** Some clients make the server compute; the others must not notice. */
@Tag("gate")
@Timeout(120)
class TurnsTest {
    private static final int BUSY = 4;
    @TempDir Path folder;

    @Test void othersAreAnsweredWhileSomeDecode() throws Exception {
        othersAreAnswered("FETCH 1:* (BINARY.SIZE[1])");
    }

    @Test void othersAreAnsweredWhileSomeSearch() throws Exception {
        var keys = new StringBuilder("SEARCH");
        for (int i = 0; i < 3; i++) keys.append(" NOT TEXT nowhere").append(i);
        othersAreAnswered(keys.toString());
    }

    private void othersAreAnswered(String command) throws Exception {
        try (var demo = SigilloPeer.demoAsShipped(folder); var bruno = demo.imap("bruno");
             var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var busy = new ArrayList<ImapProbe>();
            for (int i = 0; i < BUSY; i++) busy.add(demo.imap("anna"));
            fill(busy.getFirst());
            for (var client : busy) client.command("SELECT INBOX");
            var work = new ArrayList<Future<?>>();
            for (var client : busy) work.add(threads.submit((Callable<?>) () -> client.command(command)));
            int answers = answers(bruno, demo, work);
            for (var one : work) one.get();
            assertTrue(answers >= 20, answers + " answers for the others");
            busy.forEach(ImapProbe::close);
        }
    }

    /** While all of them still work. */
    private static int answers(ImapProbe bruno, SigilloPeer demo, List<Future<?>> work) throws IOException {
        int answers = 0;
        while (work.stream().noneMatch(Future::isDone)) {
            bruno.command("NOOP");
            try (var smtp = demo.smtp()) {
                smtp.expect("250", "EHLO client.test");
            }
            answers++;
        }
        return answers;
    }

    /** The same large attachment and text, some times. */
    private static void fill(ImapProbe anna) throws IOException {
        var octets = new byte[4 << 20];
        for (int i = 0; i < octets.length; i++) octets[i] = (byte) (i % 72 == 71 ? '\n' : 'a' + i % 26);
        var message = "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(octets) + "\r\n";
        anna.append("INBOX", message.getBytes(StandardCharsets.US_ASCII));
        anna.command("SELECT INBOX");
        for (int i = 0; i < 3; i++) anna.command("COPY 1:* INBOX");
    }
}
