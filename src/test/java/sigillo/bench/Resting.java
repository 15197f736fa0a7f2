package sigillo.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sigillo.peers.Program;

/** How soon a server is there, and what it keeps in memory while its clients wait. The data are those of the whole run. */
final class Resting {
    private static final Mark A_SECOND = new Mark.AtMost(1_000);
    private static final Mark TWO_HUNDRED = new Mark.AtMost(200);

    private final Plan plan;
    private final Round round;
    private final Table table;
    private final List<Contender> contenders;

    Resting(Plan plan, Round round, Table table, List<Contender> contenders) {
        this.plan = plan;
        this.round = round;
        this.table = table;
        this.contenders = contenders;
    }

    void run() throws Exception {
        waiting("after all of the above");
        starting();
        waiting("after a start");
    }

    /** From the command until both SMTP and IMAP greet; single starts, since their median is the figure. */
    private void starting() throws Exception {
        var row = Row.of("from the command until SMTP and IMAP greet", "ms", A_SECOND);
        var times = new LinkedHashMap<Contender, List<Double>>();
        for (int i = 0; i < plan.starts(); i++) {
            for (var contender : contenders) times.computeIfAbsent(contender, _ -> new ArrayList<>()).add(start(contender));
        }
        times.forEach((contender, all) -> table.put(row, contender.name(), new Table.Found(new Figures(all), false)));
    }

    private double start(Contender contender) {
        contender.stop();
        contender.doors().waitUntilClosed();
        Machine.waitForQuiet(plan.quietSeconds());
        long began = System.nanoTime();
        contender.start();
        contender.doors().waitFor();
        double millis = (System.nanoTime() - began) / 1e6;
        Progress.tell("%s: up after %.0f ms", contender.name(), millis);
        return millis;
    }

    /** Each client is another connection over TLS, with its inbox selected. */
    private void waiting(String when) throws Exception {
        var row = Row.of("memory with " + plan.idlers() + " IMAP clients that wait over TLS, " + when, "MB (PSS)", TWO_HUNDRED);
        for (var contender : contenders) {
            var idlers = new ArrayList<ImapTalk>();
            try {
                for (int i = 0; i < plan.idlers(); i++) idlers.add(idler(contender, 1 + i % plan.users()));
                Program.pause(plan.settle().toMillis());
                double megabytes = Mailing.megabytes(contender.processes().memoryKib());
                Progress.tell("%s: %.0f MB with %d that wait %s", contender.name(), megabytes, plan.idlers(), when);
                table.put(row, contender.name(), new Table.Found(Figures.of(megabytes), false));
            } finally {
                idlers.forEach(ImapTalk::close);
            }
        }
    }

    private static ImapTalk idler(Contender contender, int user) throws IOException {
        var talk = ImapTalk.overTls(contender.doors().imaps(), contender.address(user), contender.password(user));
        talk.select("INBOX");
        talk.idle();
        return talk;
    }
}
