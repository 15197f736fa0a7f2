package sigillo.bench.spam;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import sigillo.base.Octets;
import sigillo.message.Message;
import sigillo.spam.Look;
import sigillo.spam.Sign;
import sigillo.spam.Weights;

/**
 * {@code ./bench spam fit}: what each sign would weigh by the mail that is learnt from, beside what it weighs in {@code signs.txt}. Logistic
 * regression in small steps, drawn towards nothing, so that of signs that come together each has its part. No sign weighs less than nothing, nor more than
 * its own share of spam to that of wanted mail says; of what is seen seldom nothing is said: that is for people to set.
 */
final class SignFit {
    /** Mails with a sign, below which nothing is said of it. */
    private static final int SEEN_MIN = 15;
    private static final int ROUNDS = 400;
    private static final double STEP = 2;
    /** Of each weight, towards 0, in a round. */
    private static final double DRAWN = 0.0005;

    private record Seen(Set<Sign> signs, boolean isSpam) {}

    private final List<Seen> all = new ArrayList<>();
    private final Map<Sign, Integer> spam = new EnumMap<>(Sign.class);
    private final Map<Sign, Integer> wanted = new EnumMap<>(Sign.class);
    private final Map<Sign, Double> weights = new EnumMap<>(Sign.class);
    private final long spamMails;
    private double bias;

    SignFit(List<LabelledMail> mails) throws IOException {
        for (var mail : mails) {
            var message = Message.parse(Octets.of(mail.octets()));
            var signs = Look.at(message, mail.when(message.header())).signs();
            all.add(new Seen(signs, mail.isSpam()));
            for (var sign : signs) (mail.isSpam() ? spam : wanted).merge(sign, 1, Integer::sum);
        }
        spamMails = all.stream().filter(Seen::isSpam).count();
    }

    /** A table: sign, what it weighs, what it would, in how many mails of spam and in how many others it is. */
    List<String> lines() {
        for (int round = 0; round < ROUNDS; round++) step();
        var lines = new ArrayList<String>();
        lines.add("| sign | weighs | would weigh | of spam | of others |");
        lines.add("|---|---|---|---|---|");
        for (var sign : Sign.values()) {
            var fitted = isKnown(sign) ? String.format(Locale.ROOT, "%.1f", weights.getOrDefault(sign, 0.0)) : "";
            lines.add(String.format(Locale.ROOT, "| %s | %.1f | %s | %d | %d |", sign.text(), Weights.shipped().of(sign), fitted, count(spam, sign), count(wanted, sign)));
        }
        lines.add(String.format(Locale.ROOT, "| none | %.1f | %.1f | %d | %d |", Weights.WITHOUT_SIGNS, bias, mails(true), mails(false)));
        return lines;
    }

    /** All of them at once; spam and others count as much. */
    private void step() {
        var gradient = new EnumMap<Sign, Double>(Sign.class);
        double ofBias = 0;
        for (var one : all) {
            double odds = bias + one.signs.stream().mapToDouble(sign -> weights.getOrDefault(sign, 0.0)).sum();
            double error = ((one.isSpam ? 1 : 0) - 1 / (1 + Math.exp(-odds))) / (2.0 * mails(one.isSpam));
            ofBias += error;
            for (var sign : one.signs) gradient.merge(sign, error, Double::sum);
        }
        bias += STEP * ofBias;
        gradient.forEach((sign, g) -> {
            if (!isKnown(sign)) return;
            double next = weights.getOrDefault(sign, 0.0) * (1 - DRAWN) + STEP * 10 * g;
            weights.put(sign, Math.clamp(next, 0, Math.max(0, max(sign))));
        });
    }

    private boolean isKnown(Sign sign) { return count(spam, sign) + count(wanted, sign) >= SEEN_MIN; }

    private long mails(boolean isSpam) { return isSpam ? spamMails : all.size() - spamMails; }

    /** As if it had been seen in one more mail of each. */
    private double max(Sign sign) {
        return Math.log((count(spam, sign) + 1.0) / (mails(true) + 1) * (mails(false) + 1) / (count(wanted, sign) + 1));
    }

    private static int count(Map<Sign, Integer> of, Sign sign) { return of.getOrDefault(sign, 0); }
}
