package sigillo.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.CassandraPeer;
import sigillo.peers.Program;

/** Three nodes of Cassandra in two data centres, and two shipped servers that serve the same people over them. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PairFaultsTest {
    private static final int ROUNDS_BETWEEN_KILLS = 6;
    private Path folder;
    private ClusterGround ground;

    @BeforeAll void ground(@TempDir Path fresh) throws Exception {
        folder = fresh;
        assumeTrue(CassandraPeer.isPossible(), "no Java 17 for Cassandra");
        assumeTrue(Preloaded.isPossible(), "gcc is not installed");
        ground = new ClusterGround(folder, "planted", ROUNDS_BETWEEN_KILLS);
    }

    @AfterAll void end() { if (ground != null) ground.close(); }

    private Pair pair(String name, Ledger ledger) throws Exception {
        return new Pair(Files.createDirectories(folder.resolve(name)), ground, name, ledger);
    }

    /**
     * Rounds of everything, each compared with one ledger: as many as half an hour holds, for each takes some two minutes,
     * of which most goes to starts of servers and nodes. The 200 of a store are {@link FaultsTest}'s.
     */
    @Test void nothingIsLostOrDoubled() throws Exception {
        var ledger = new Ledger();
        int rounds = Integer.getInteger("rounds", 12);
        try (var tour = new Tour(pair("rounds", ledger), ledger, Long.getLong("seed", 1))) {
            for (int n = 1; n <= rounds; n++) {
                var result = tour.round();
                System.out.println(n + ": " + result.round() + ", " + tour.acknowledged() + " acknowledged, "
                    + result.findings().size() + " findings");
                result.require();
            }
            assertTrue(tour.acknowledged() > 2L * rounds, "the load was real: " + tour.acknowledged());
        }
    }

    /** With one node of the cluster dead mail flows on, in and out; with one server dead its users find all at the other. */
    @Test void mailFlowsOnWithOneOfEachDead() throws Exception {
        var ledger = new Ledger();
        try (var pair = pair("flows", ledger)) {
            pair.start();
            for (int node = 1; node <= 3; node++) {
                ground.kill(node);
                var load = Load.start(pair, ledger, new Load.Numbers(), node);
                long before = ledger.acknowledged();
                Program.waitUntil("mail flows without node " + node, Duration.ofSeconds(90),
                    () -> ledger.acknowledged() > before + 20);
                load.end();
                assertEquals(List.of(), pair.rest());
                ground.heal();
            }
            assertTrue(pair.arrivedOutside().size() > 3, "and out: " + pair.arrivedOutside().size());
            var seen = new ArrayList<String>();
            try (var imap = pair.imap(pair.base(0), "anna")) {
                for (var mailbox : new String[] {"INBOX", "alpha", "beta"}) seen.add(Shown.look(imap, "anna", mailbox)
                    .rows().toString());
                pair.kill(0);
            }
            try (var imap = pair.imap(pair.base(1), "anna"); var smtp = pair.mx()) {
                var there = new ArrayList<String>();
                for (var mailbox : new String[] {"INBOX", "alpha", "beta"}) there.add(Shown.look(imap, "anna", mailbox)
                    .rows().toString());
                assertEquals(seen, there);
                smtp.expect("250", "EHLO client.test");
                var mail = Mail.of("<last-1@client.test>", "someone@client.test", pair.address("anna"), new Random(1));
                assertTrue(Transaction.send(smtp, "someone@client.test", List.of(pair.address("anna")),
                    mail.octets()).startsWith("250"));
            }
            assertEquals(List.of(), pair.rest(), "what it had in hand passes on");
        }
    }

    /** One that stood still for a minute finds that it was taken for dead, sends nothing more and ends. */
    @Test void aServerThatStoodStillEnds() throws Exception {
        var ledger = new Ledger();
        try (var pair = pair("still", ledger)) {
            pair.start();
            var load = Load.start(pair, ledger, new Load.Numbers(), 7);
            Program.waitUntil("there is a load", Duration.ofSeconds(60), () -> ledger.acknowledged() > 10);
            signal("-STOP", pair.program(1));
            load.end();
            Program.waitUntil("the other takes it for dead", Duration.ofSeconds(90),
                () -> pair.demo().program().printed().contains("a server has said nothing for 45 s"));
            signal("-CONT", pair.program(1));
            pair.program(1).await(Duration.ofSeconds(20));
            assertTrue(pair.program(1).printed().contains("it ends, since others do its work now"),
                pair.program(1).printed());
            assertEquals(List.of(), pair.rest());
            var check = new Check(pair, ledger, java.util.Set.of(1));
            pair.start();
            assertEquals(List.of(), check.run());
        }
    }

    private static void signal(String which, Program program) {
        Program.run(Duration.ofSeconds(5), "kill", which, "" + program.pid()).orFail();
    }

    /** A fault that is planted there is caught there too: two queues of which each thinks that it is alone. */
    @Test void aDoubledLeaseIsCaught() throws Exception {
        var ledger = new Ledger();
        var all = new ArrayList<Finding>();
        var house = new Household(folder.resolve("planted"), new Kept(ground), ledger, UnaryOperator.identity(), true);
        try (var tour = new Tour(house, ledger, 20261129)) {
            for (int n = 0; n < 25; n++) {
                all.addAll(tour.round().findings());
                if (all.stream().anyMatch(finding -> finding.kind() == Finding.Kind.SENT_AGAIN)) return;
            }
        }
        fail("nothing was sent again, but " + all);
    }

    /** The same ground, which others use afterwards. */
    private record Kept(ClusterGround ground) implements Ground {
        @Override public sigillo.store.Store open() throws Exception { return ground.open(); }

        @Override public void stop() { ground.stop(); }

        @Override public void crash(Random random) { ground.crash(random); }

        @Override public Duration slowness() { return ground.slowness(); }

        @Override public void close() {}
    }
}
