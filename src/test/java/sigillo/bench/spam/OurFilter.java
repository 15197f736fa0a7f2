package sigillo.bench.spam;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import sigillo.spam.Classifier;
import sigillo.spam.Look;
import sigillo.spam.Weights;

/** Ours: signs, and what the classifier makes of them. */
final class OurFilter implements Contender {
    private static final long KEY = 20261129;
    private final Classifier classifier = new Classifier(Classifier.SHARED, KEY);

    @Override public String name() { return "Sigillo"; }

    @Override public double score(LabelledMail mail) throws IOException {
        var look = look(mail);
        return classifier.odds(look.features(), before(look));
    }

    @Override public void learn(LabelledMail mail) throws IOException {
        var look = look(mail);
        classifier.learn(look.features(), mail.isSpam(), before(look));
    }

    private static Look look(LabelledMail mail) throws IOException {
        var message = mail.message();
        return Look.at(message, mail.when(message));
    }

    private static double before(Look look) { return Weights.shipped().sum(look.signs()) + Weights.WITHOUT_SIGNS; }

    @Override public double cpu() { return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9; }

    @Override public void close() { }
}
