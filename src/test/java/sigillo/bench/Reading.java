package sigillo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import sigillo.peers.Program;

/** IMAP on a large mailbox over one connection in clear, and what one client sees of another. Everything was read once before. */
final class Reading {
    private static final Pattern FOUND = Pattern.compile("\\* SEARCH([ \\d]*)");
    private static final int SENDERS = 10;
    private static final int PAGE = 50;
    private static final int APPENDED = 50;
    private static final int STORED = 50;
    private static final int APPENDED_OCTETS = 4_096;
    /** What is quick is done often, so that who else uses the machine meanwhile can be seen. */
    private static final long AT_LEAST_NANOS = 1_000_000_000L;
    /** Until a client that says IDLE surely waits. */
    private static final int INTO_IDLE_MS = 100;

    private final Plan plan;
    private final Round round;
    private final List<Contender> contenders;
    private final Map<Contender, Pair> pairs = new HashMap<>();

    /** Two clients of one account: the first has the large mailbox selected, the other one that is small. */
    private record Pair(ImapTalk reader, ImapTalk watcher) {}

    /** Something that a client does, and how many milliseconds one of it took. */
    private interface Timed {
        double millis(Pair pair) throws IOException;
    }

    private interface Command {
        void of(ImapTalk talk) throws IOException;
    }

    Reading(Plan plan, Round round, List<Contender> contenders) {
        this.plan = plan;
        this.round = round;
        this.contenders = contenders;
    }

    void run() throws Exception {
        for (var contender : contenders) pairs.put(contender, filled(contender));
        var box = " of " + plan.box() + " messages";
        time("SELECT" + box, once(this::selectAnew));
        time("FETCH 1:* (FLAGS)" + box, once(talk -> talk.octetsOf("FETCH 1:* (UID FLAGS)")));
        time("FETCH 1:* (ENVELOPE)" + box, once(talk -> talk.octetsOf("FETCH 1:* (UID ENVELOPE)")));
        time("FETCH of " + PAGE + " whole messages", once(this::page));
        time("SEARCH TEXT" + box, once(talk -> talk.octetsOf("SEARCH TEXT " + SampleMail.RARE_WORD)));
        time("SEARCH SUBJECT" + box, once(talk -> talk.octetsOf("SEARCH SUBJECT " + SampleMail.RARE_SUBJECT)));
        time("STORE 1:* +FLAGS.SILENT" + box, store("+", "-"));
        time("STORE 1:* -FLAGS.SILENT" + box, store("-", "+"));
        time("STORE of one message, mean of " + STORED, Reading::storeEach);
        time("APPEND of 4 KiB, mean of " + APPENDED, pair -> each(APPENDED, _ -> append(pair.reader)));
        time("from APPEND on one connection until another in IDLE hears", Reading::untilHeard);
        for (var pair : pairs.values()) {
            pair.reader.close();
            pair.watcher.close();
        }
    }

    /** The mailbox comes over SMTP, as mail does. */
    private Pair filled(Contender contender) throws IOException {
        Progress.tell("%s: %d messages into one mailbox", contender.name(), plan.box());
        try (var box = new Inboxes(contender, 0, 0)) {
            var wanted = box.counts();
            SmtpLoad.run(new SmtpLoad.Wish(contender.doors().smtp(), SENDERS, plan.box() / SENDERS, PAGE, _ -> contender.address(0),
                Mails.mixed(SampleMail.RARE_EVERY)));
            wanted[0] += plan.box();
            box.await(wanted);
        }
        var pair = new Pair(signedIn(contender), signedIn(contender));
        if (pair.reader.select("INBOX") != plan.box()) throw new IOException(contender.name() + " shows another number of messages");
        needs(pair.reader, "TEXT " + SampleMail.RARE_WORD, SampleMail.rareWords(plan.box()));
        needs(pair.reader, "SUBJECT " + SampleMail.RARE_SUBJECT, SampleMail.rareSubjects(plan.box()));
        pair.reader.command("CREATE Watched");
        pair.watcher.select("Watched");
        return pair;
    }

    private static ImapTalk signedIn(Contender contender) throws IOException {
        return ImapTalk.signedIn(contender.doors().imap(), contender.address(0), contender.password(0));
    }

    /** A quick answer that is wrong is none. */
    private static void needs(ImapTalk talk, String key, int wanted) throws IOException {
        var found = FOUND.matcher(talk.command("SEARCH " + key));
        if (!found.find()) throw new IOException("no answer to SEARCH " + key);
        var numbers = found.group(1).strip();
        int count = numbers.isEmpty() ? 0 : numbers.split(" +").length;
        if (count != wanted) throw new IOException("SEARCH " + key + " finds " + count + " and not " + wanted);
    }

    /** A repetition is the median of several, since one is short beside the machine's noise; one before is for warming. */
    private void time(String what, Timed timed) throws Exception {
        Progress.tell(what);
        var row = Row.of(what, "ms");
        for (var contender : contenders) timed.millis(pairs.get(contender));
        round.run(contender -> {
            var times = new ArrayList<Double>();
            long end = System.nanoTime() + AT_LEAST_NANOS;
            while (times.size() < plan.readings() || System.nanoTime() < end) times.add(timed.millis(pairs.get(contender)));
            return Map.of(row, new Figures(times).median());
        });
    }

    private static Timed once(Command command) { return pair -> each(1, _ -> command.of(pair.reader)); }

    private interface Numbered {
        void of(int number) throws IOException;
    }

    private static double each(int count, Numbered numbered) throws IOException {
        long began = System.nanoTime();
        for (int i = 1; i <= count; i++) numbered.of(i);
        return (System.nanoTime() - began) / 1e6 / count;
    }

    private void selectAnew(ImapTalk talk) throws IOException {
        talk.command("UNSELECT");
        talk.select("INBOX");
    }

    /** The newest, as a mail program shows them. */
    private void page(ImapTalk talk) throws IOException {
        talk.octetsOf("FETCH " + (plan.box() - PAGE + 1) + ":" + plan.box() + " (UID FLAGS BODY.PEEK[])");
    }

    /** What is stored already costs nothing: it is undone before, with no clock running. */
    private static Timed store(String sign, String other) {
        return pair -> {
            pair.reader.command("STORE 1:* " + other + "FLAGS.SILENT (\\Flagged)");
            return each(1, _ -> pair.reader.command("STORE 1:* " + sign + "FLAGS.SILENT (\\Flagged)"));
        };
    }

    private static double storeEach(Pair pair) throws IOException {
        pair.reader.command("STORE 1:" + STORED + " -FLAGS.SILENT (\\Flagged)");
        return each(STORED, number -> pair.reader.command("STORE " + number + " +FLAGS (\\Flagged)"));
    }

    private static void append(ImapTalk talk) throws IOException { talk.append("Watched", message()); }

    private static double untilHeard(Pair pair) throws IOException {
        var tag = pair.watcher.idle();
        Program.pause(INTO_IDLE_MS);
        long began = System.nanoTime();
        append(pair.reader);
        pair.watcher.until("EXISTS");
        double millis = (System.nanoTime() - began) / 1e6;
        pair.watcher.done(tag);
        return millis;
    }

    private static byte[] message() {
        return SampleMail.of(1, APPENDED_OCTETS, Long.toHexString(System.nanoTime()) + "@sender.example").getBytes(StandardCharsets.UTF_8);
    }
}
