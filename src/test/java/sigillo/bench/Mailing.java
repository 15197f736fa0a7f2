package sigillo.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import sigillo.peers.Program;

/**
 * Mail into the mailbox: the clock runs from the first connection until IMAP's STATUS shows the last message, so that a queue
 * between both is in it.
 */
final class Mailing {
    private static final Mark FIVE_TIMES = new Mark.RatioAtLeast(5);
    private static final Mark A_QUARTER = new Mark.RatioAtMost(0.25);
    private static final int FEW = 10;
    private static final int VARIETY = 64;
    private static final int SEVERAL = 20;
    private static final int SMALL = 4_096;
    private static final int LARGE = 1 << 20;
    private static final int LARGE_FEWER = 30;
    private static final int SAMPLE_MS = 500;
    /** What a server puts off until the last mail is in costs, too. */
    private static final int SETTLE_MS = 2_000;

    private final Plan plan;
    private final Round round;
    private final Map<Contender, Inboxes> inboxes = new HashMap<>();
    /** The greatest part of one core that the one thread which sends took. */
    private double senderShare;

    Mailing(Plan plan, Round round) {
        this.plan = plan;
        this.round = round;
    }

    double senderShare() { return senderShare; }

    /** A load of the table. {@code byConnection}: messages that one carries. */
    private record Load(String what, int connections, int messages, int byConnection, Mails mails, boolean isMarked) {
        Row speed() { return row("messages a second into the mailbox", FIVE_TIMES); }

        Row cpu() { return row("seconds of CPU for 1,000", A_QUARTER); }

        private Row row(String unit, Mark mark) { return isMarked ? Row.of(what, unit, mark) : Row.of(what, unit); }
    }

    void run() throws Exception {
        var small = Mails.ofSizes(VARIETY, SMALL);
        int all = plan.messages();
        int many = plan.users();
        afterStart(new Load("the first of 4 KiB after a start, 10 connections", FEW, all, 1, small, false));
        measure(new Load("4 KiB, 10 connections, one for each message", FEW, all, 1, small, true));
        measure(new Load("4 KiB, " + many + " connections, one for each message", many, all, 1, small, true));
        measure(new Load("4 KiB, 10 connections, 20 messages each", FEW, all, SEVERAL, small, false));
        measure(new Load("4 KiB, " + many + " connections, 20 messages each", many, all, SEVERAL, small, false));
        measure(new Load("2 to 60 KiB, 10 connections, one for each message", FEW, all, 1, Mails.mixed(VARIETY), false));
        int few = Math.max(all / LARGE_FEWER, FEW);
        measure(new Load("1 MiB, 10 connections, one for each message", FEW, few, 1, Mails.ofSizes(4, LARGE), false));
        memory(new Load("memory while " + many + " connections send", many, all, 1, small, false));
    }

    private void measure(Load load) throws Exception {
        Progress.tell(load.what);
        round.run(contender -> once(contender, load));
    }

    /** Each repetition is of a server that has just started. */
    private void afterStart(Load load) throws Exception {
        Progress.tell(load.what);
        round.run(new Round.Work() {
            @Override public void prepare(Contender contender) throws IOException { startAgain(contender); }

            @Override public Map<Row, Double> of(Contender contender) throws Exception { return once(contender, load); }
        });
    }

    private void startAgain(Contender contender) throws IOException {
        var before = inboxes.remove(contender);
        if (before != null) before.close();
        contender.stop();
        contender.doors().waitUntilClosed();
        contender.start();
        contender.doors().waitFor();
        inboxes.put(contender, new Inboxes(contender, 1, plan.users()));
    }

    private Map<Row, Double> once(Contender contender, Load load) throws IOException {
        var mine = inboxes.get(contender);
        var wanted = mine.counts();
        var processes = contender.processes();
        double cpu = processes.cpuSeconds();
        long began = System.nanoTime();
        var sent = SmtpLoad.run(wish(contender, load));
        for (int place = 0; place < load.connections; place++) wanted[place] += load.messages / load.connections;
        mine.await(wanted);
        double seconds = (System.nanoTime() - began) / 1e9;
        senderShare = Math.max(senderShare, sent.cpuSeconds() / sent.seconds());
        var values = new LinkedHashMap<Row, Double>();
        values.put(load.speed(), sent.accepted() / seconds);
        Program.pause(SETTLE_MS);
        values.put(load.cpu(), (processes.cpuSeconds() - cpu) * 1_000 / sent.accepted());
        return values;
    }

    private static SmtpLoad.Wish wish(Contender contender, Load load) {
        int each = load.messages / load.connections;
        return new SmtpLoad.Wish(contender.doors().smtp(), load.connections, each, load.byConnection,
            place -> contender.address(place + 1), load.mails);
    }

    /** A repetition whose speed does not count: looking at the memory of many processes takes time of its own. */
    private void memory(Load load) throws Exception {
        Progress.tell(load.what);
        round.run(contender -> {
            var ends = new AtomicBoolean();
            var peak = new double[1];
            var looking = Thread.ofPlatform().start(() -> {
                for (; !ends.get(); Program.pause(SAMPLE_MS)) peak[0] = Math.max(peak[0], megabytes(contender.processes().memoryKib()));
            });
            try {
                once(contender, load);
            } finally {
                ends.set(true);
                looking.join();
            }
            var values = new LinkedHashMap<Row, Double>();
            values.put(Row.of(load.what, "MB (PSS)"), peak[0]);
            values.put(Row.of("highest resident memory since the start", "MB (VmHWM, of several processes added up)"),
                megabytes(contender.processes().highestKib()));
            return values;
        });
    }

    static double megabytes(long kib) { return kib * 1_024 / 1e6; }

    /** The connections that count. */
    void close() {
        inboxes.values().forEach(Inboxes::close);
        inboxes.clear();
    }
}
