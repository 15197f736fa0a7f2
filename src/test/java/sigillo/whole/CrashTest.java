package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;

/**
 * SIGKILL in the middle of everything, twenty times, on the launcher's production flags: what was acknowledged is there
 * exactly once after each restart, and everything counts up.
 */
@Tag("gate")
class CrashTest {
    private static final int KILLS = 20;
    /** Acknowledged between two kills, at least. */
    private static final int HEARD_MIN = 10;
    /** In milliseconds: how long it works at most before it is killed. What has come meanwhile is looked at after each kill. */
    private static final int WORKS_MAX = 800;
    private static final int WORKS_LONG_MAX = 1_800;
    @TempDir Path folder;

    @Test void whatWasAcknowledgedIsThereOnce() throws Exception { killAndLook(20261125, WORKS_MAX); }

    @Tag("long") @ParameterizedTest(name = "seed {0}") @ValueSource(longs = {1, 2, 3})
    void andWithOtherMoments(long seed) throws Exception { killAndLook(seed, WORKS_LONG_MAX); }

    private void killAndLook(long seed, int worksMax) throws Exception {
        assumeTrue(Program.isInstalled("smtp-source"), "smtp-source (Postfix) is not installed");
        var random = new Random(seed);
        var ledger = new Ledger();
        var numbers = new AtomicInteger();
        try (var sigillo = SigilloPeer.demo(folder); var proxy = new AckProxy(() -> sigillo.port("smtp"))) {
            try (var imap = sigillo.imap("bruno")) {
                for (var name : List.of("appended", "flagged", "here", "there")) imap.command("CREATE " + name);
            }
            for (int kill = 1; kill <= KILLS; kill++) {
                killUnderLoad(sigillo, proxy, new Load(sigillo, ledger, numbers), random, worksMax);
                sigillo.again();
                proxy.acknowledged().forEach(id -> ledger.kept("anna/INBOX", id));
                check(sigillo, ledger, "kill " + kill);
            }
            assertTrue(proxy.acknowledged().size() > HEARD_MIN * KILLS, "smtp-source was heard: " + proxy.acknowledged().size());
            assertTrue(ledger.size() > proxy.acknowledged().size() + KILLS, "the rest of the load was real: " + ledger.size());
        }
    }

    /** At a random moment, but not before the load is real, however slow the machine is. */
    private void killUnderLoad(SigilloPeer sigillo, AckProxy proxy, Load load, Random random, int worksMax) {
        int before = proxy.acknowledged().size();
        try (var _ = Program.start(folder.resolve("smtp-source.log"), Map.of(), List.of("smtp-source", "-s", "10", "-m", "100000", "-l", "4096",
                "-f", "load@client.test", "-t", sigillo.address("anna"), "127.0.0.1:" + proxy.port()))) {
            load.start();
            Program.pause(100 + random.nextInt(worksMax - 100));
            Program.waitUntil("it takes mail", Duration.ofMinutes(2), () -> proxy.acknowledged().size() > before + HEARD_MIN);
            Program.pause(random.nextInt(50));
            sigillo.kill();
            load.join();
        }
    }

    private static void check(SigilloPeer sigillo, Ledger ledger, String when) throws IOException {
        awaitEmptyQueue(sigillo);
        var faults = new ArrayList<String>();
        try (var anna = sigillo.imap("anna"); var bruno = sigillo.imap("bruno"); var outside = sigillo.imap("outside")) {
            faults.addAll(ledger.faults("anna/INBOX", Ledger.look(anna, "INBOX")));
            faults.addAll(ledger.faults("bruno/appended", Ledger.look(bruno, "appended")));
            faults.addAll(ledger.faults("bruno/flagged", Ledger.look(bruno, "flagged")));
            faults.addAll(ledger.faults("outside/INBOX", Ledger.look(outside, "INBOX")));
            faults.addAll(ledger.movedFaults(List.of(Ledger.look(bruno, "here"), Ledger.look(bruno, "there"))));
        }
        assertEquals(List.of(), faults, when);
        for (var name : List.of("anna", "bruno", "outside")) {
            assertEquals(List.of(), sigillo.faults(name), when);
        }
    }

    private static void awaitEmptyQueue(SigilloPeer sigillo) {
        Program.waitUntil("the queue runs empty", Duration.ofSeconds(60), sigillo::isQueueEmpty);
    }
}
