package sigillo.learning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.spam.Agreement;
import sigillo.spam.Classifier;

/**
 * What several accounts have learnt alike, made anew out of theirs once in a while and kept nowhere: who forgets what he has
 * taught is out of it.
 */
final class OfAll {
    private OfAll() {}

    interface Models {
        OwnModel of(AccountId account);
    }

    /** {@code accounts}: how many were heard. */
    record Heard(Classifier classifier, int accounts) {}

    /** Reads the models of all accounts, of very many some; one that cannot be read is passed over. */
    static Heard hear(Accounts accounts, Models models, long words, Random random) {
        var agreement = new Agreement(Classifier.OWN, words);
        for (var account : some(accounts.all(), random)) {
            if (Thread.currentThread().isInterrupted()) break;
            try {
                var model = models.of(account);
                var head = model.head();
                if (head.equals(OwnModel.Head.NONE)) continue;
                var own = model.read(head);
                boolean hasBoth = own.spam() >= LearningLimits.JUNK_MIN && own.wanted() >= LearningLimits.JUNK_MIN;
                if (hasBoth) agreement.add(own);
            } catch (RuntimeException damagedOrGone) {
                System.getLogger("sigillo.learning").log(System.Logger.Level.DEBUG, "account " + account + " has no voice", damagedOrGone);
            }
        }
        return new Heard(agreement.agreed(LearningLimits.AGREED_MIN), agreement.classifiers());
    }

    private static List<AccountId> some(List<AccountId> all, Random random) {
        if (all.size() <= LearningLimits.HEARD_MAX) return all;
        var mixed = new ArrayList<>(all);
        Collections.shuffle(mixed, random);
        return mixed.subList(0, LearningLimits.HEARD_MAX);
    }
}
