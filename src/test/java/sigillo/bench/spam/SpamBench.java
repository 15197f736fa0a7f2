package sigillo.bench.spam;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * {@code ./bench spam}: one table. What came before a day is learnt from, in an order of its own for each run of ours, what came
 * later is judged: once before anything was learnt, once after. Each is asked as a mail server asks it.
 */
public final class SpamBench {
    private static final LocalDateTime CUT = LocalDateTime.of(2002, 8, 25, 0, 0);
    private static final double[] SHARES = {0, 0.001, 0.005, 0.01};

    private final List<LabelledMail> learnt;
    private final List<LabelledMail> judged;
    private final List<String> lines = new ArrayList<>();

    private SpamBench(List<LabelledMail> all, int every) {
        learnt = all.stream().filter(mail -> mail.came().isBefore(CUT)).toList();
        var later = all.stream().filter(mail -> !mail.came().isBefore(CUT)).toList();
        judged = later.stream().filter(mail -> later.indexOf(mail) % every == 0).toList();
    }

    /**
     * {@code words}: how many of the mails that are judged count, as in "4" for one in four, all without it; and names of those who
     * judge, in lower case, all without any; or "fit": what signs would weigh by what is learnt from.
     */
    public static void print(Path data, Path folder, List<String> words) throws Exception {
        if (!Files.isDirectory(data)) throw new IllegalStateException("the labelled mail is not at " + data);
        boolean isPart = !words.isEmpty() && Character.isDigit(words.getFirst().charAt(0));
        var bench = new SpamBench(LabelledMail.all(data), isPart ? Integer.parseInt(words.getFirst()) : 1);
        if (words.contains("fit")) {
            System.out.println(String.join("\n", new SignFit(bench.learnt).lines()));
            return;
        }
        bench.run(folder, words.subList(isPart ? 1 : 0, words.size()));
        System.out.println(String.join("\n", bench.lines));
    }

    private void run(Path folder, List<String> names) throws Exception {
        long spam = judged.stream().filter(LabelledMail::isSpam).count();
        lines.add(String.format(Locale.ROOT, "%d mails are learnt from, %d are judged: %d of spam, %d others.", learnt.size(), judged.size(), spam, judged.size() - spam));
        lines.add("");
        lines.add("| | 1 - area | none | 0.1 % | 0.5 % | 1 % | found at its own line | wanted taken there | CPU a mail, ms |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        if (isWanted("sigillo", names)) measure(new OurFilter());
        if (isWanted("spamassassin", names) && SpamAssassin.isInstalled()) measure(new SpamAssassin(folder));
        if (isWanted("rspamd", names) && Rspamd.isInstalled()) measure(new Rspamd(folder));
    }

    private static boolean isWanted(String name, List<String> names) { return names.isEmpty() || names.contains(name); }

    private void measure(Contender contender) throws Exception {
        try (contender) {
            contender.warm(shuffled());
            judge(contender, "nothing learnt");
            for (var mail : shuffled()) contender.learn(mail);
            contender.learnt();
            judge(contender, "after learning");
        }
    }

    /** Nobody learns a year in its order; a classifier that goes mail by mail would be taught by the last ones most. */
    private List<LabelledMail> shuffled() {
        var all = new ArrayList<>(learnt);
        all.sort(Comparator.comparing(LabelledMail::file));
        Collections.shuffle(all, new Random(1));
        return all;
    }

    private void judge(Contender contender, String when) throws Exception {
        var found = new Found();
        double before = contender.cpu();
        for (var mail : judged) found.add(contender.score(mail), mail.isSpam());
        double cpu = contender.cpu() - before;
        var line = new StringBuilder(String.format(Locale.ROOT, "| %s, %s | %.4f", contender.name(), when, found.area()));
        for (double share : SHARES) line.append(String.format(Locale.ROOT, " | %.3f", found.recall(share)));
        var atLine = found.from(contender.line());
        lines.add(line + String.format(Locale.ROOT, " | %.3f | %.4f | %.2f |", atLine[1], atLine[0], 1_000 * cpu / judged.size()));
        System.err.println(lines.getLast());
    }
}
