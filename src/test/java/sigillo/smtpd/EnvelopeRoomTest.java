package sigillo.smtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.net.Networks;
import sigillo.net.PlayedLink;
import sigillo.net.Wire;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;

class EnvelopeRoomTest {
    @TempDir Path folder;

    /** Many who name recipients and then wait: the room ends before the heap, and comes back when they leave. */
    @Test void manyOpenEnvelopesAreRefusedForNow() throws Exception {
        var spool = Spool.open(SpoolSettings.at(folder.resolve("spool")));
        var budget = new AddressBudget(Networks.ANY);
        var said = new StringBuilder();
        hold(0, spool, budget, said);
        assertTrue(said.toString().contains("452 4.3.1"), "no room in the end");
        assertEquals(0, budget.envelopes().taken());
    }

    /** A conversation that waits inside another's last read, so that all are open at once. */
    private void hold(int depth, Spool spool, AddressBudget budget, StringBuilder said) throws Exception {
        var commands = new StringBuilder("HELO a.example\r\nMAIL FROM:<>\r\n");
        var original = " ORCPT=rfc822;" + "x".repeat(480) + "\r\n";
        for (int i = 0; i < 100; i++) commands.append("RCPT TO:<anna+" + i + "@home.example>" + original);
        var turns = new int[1];
        var link = new PlayedLink(InetAddress.ofLiteral("192.0.2.7"), Integer.MAX_VALUE, heard -> {
            said.append(heard);
            if (turns[0]++ == 0) return Stage.octets(commands.toString());
            if (depth < 100) holdMore(depth + 1, spool, budget, said);
            return null;
        });
        var house = new SmallTown().house();
        try (var wire = new Wire(link)) {
            new SmtpProtocol(SmtpRole.MX, Stage.settings(), house, budget, spool, Optional.empty()).serve(wire);
        }
    }

    private void holdMore(int depth, Spool spool, AddressBudget budget, StringBuilder said) {
        try {
            hold(depth, spool, budget, said);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }
}
