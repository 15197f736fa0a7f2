package sigillo.spam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AgreementTest {
    private static final long KEY = 5;

    private static Features mail(String... words) {
        var set = new FeatureSet();
        for (var word : words) set.add('w', word);
        return set.features();
    }

    private static Classifier taught(int times, String junk, String wanted) {
        var one = new Classifier(Classifier.OWN, KEY);
        for (int i = 0; i < times; i++) {
            one.learn(mail(junk), true, 0);
            one.learn(mail(wanted), false, 0);
        }
        return one;
    }

    @Test void whatFewSayIsNotHeard() {
        var agreement = new Agreement(Classifier.OWN, KEY);
        agreement.add(taught(1_000, "pills", "friend"));
        agreement.add(taught(1_000, "pills", "friend"));
        assertEquals(0, agreement.agreed(3).odds(mail("pills"), 0));
        agreement.add(taught(3, "pills", "garden"));
        assertTrue(agreement.agreed(3).odds(mail("pills"), 0) > 0.5);
        assertEquals(0, agreement.agreed(3).odds(mail("friend"), 0), "two keep that");
        assertEquals(3, agreement.classifiers());
    }

    @Test void whoSaysTheContraryIsCounted() {
        var agreement = new Agreement(Classifier.OWN, KEY);
        for (int i = 0; i < 5; i++) agreement.add(taught(3, "sale", "friend"));
        for (int i = 0; i < 3; i++) agreement.add(taught(3, "friend", "sale"));
        assertEquals(0, agreement.agreed(3).odds(mail("sale"), 0), "five against three");
    }

    @Test void noVoiceIsLouder() {
        var loud = new Agreement(Classifier.OWN, KEY);
        loud.add(taught(10_000, "pills", "friend"));
        for (int i = 0; i < 2; i++) loud.add(taught(3, "pills", "friend"));
        assertTrue(loud.agreed(3).odds(mail("pills"), 0) <= 1);
    }
}
