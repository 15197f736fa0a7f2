package sigillo.spam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassifierTest {
    private static final long KEY = 7;

    /** A mail of a kind: some words of the kind, others of anybody. */
    private static Features mail(String kind, Random random) {
        var set = new FeatureSet();
        for (int i = 0; i < 30; i++) set.add('w', kind + random.nextInt(60));
        for (int i = 0; i < 100; i++) set.add('w', "common" + random.nextInt(2_000));
        return set.features();
    }

    private static Classifier taught(int mails) {
        var classifier = new Classifier(Classifier.OWN, KEY);
        var random = new Random(1);
        for (int i = 0; i < mails; i++) {
            classifier.learn(mail("pills", random), true, 0);
            classifier.learn(mail("friend", random), false, 0);
        }
        return classifier;
    }

    @Test void twentyOfAKindAreEnough() {
        var classifier = taught(20);
        var random = new Random(2);
        for (int i = 0; i < 100; i++) {
            double spam = classifier.odds(mail("pills", random), 0);
            double wanted = classifier.odds(mail("friend", random), 0);
            assertTrue(spam > 0.5 && wanted < -0.5, spam + " and " + wanted);
        }
    }

    @Test void whatItHasNotSeenIsUndecided() {
        double odds = taught(50).odds(mail("holiday", new Random(3)), 0);
        assertTrue(Math.abs(odds) < 1, "odds " + odds);
    }

    @Test void itLearnsWhatIsLeftWhenAnotherHasSpoken() {
        var classifier = new Classifier(Classifier.OWN, KEY);
        var mail = mail("pills", new Random(4));
        for (int i = 0; i < 100; i++) classifier.learn(mail, true, 25);
        assertTrue(Math.abs(classifier.odds(mail, 0)) < 0.01, "nothing was left");
        assertEquals(-30, classifier.odds(mail, -1_000), "bounded");
    }

    @Test void whatIsKeptIsWhatWasLearnt() {
        var classifier = taught(20);
        var record = classifier.encode();
        var again = Classifier.decode(record, Classifier.OWN, KEY).orElseThrow();
        var mail = mail("pills", new Random(5));
        assertEquals(classifier.odds(mail, 0), again.odds(mail, 0));
        assertEquals(20, again.spam());
        assertEquals(20, again.wanted());
        assertArrayEquals(record, again.encode());
    }

    /** Two servers go on from the same: what each has learnt since is added to both. */
    @Test void whatWasLearntBesideIsAddedInAnyOrder() {
        var start = taught(3);
        var one = start.copy();
        var other = start.copy();
        var random = new Random(10);
        for (int i = 0; i < 20; i++) {
            one.learn(mail("casino", random), true, 0);
            other.learn(mail("garden", random), false, 0);
        }
        var first = start.copy();
        var second = start.copy();
        assertTrue(first.add(one.encodeSince(start)) && first.add(other.encodeSince(start)));
        assertTrue(second.add(other.encodeSince(start)) && second.add(one.encodeSince(start)));
        assertEquals(23, first.spam());
        assertEquals(23, first.wanted());
        for (var kind : new String[] {"casino", "garden", "pills"}) {
            var mail = mail(kind, new Random(11));
            assertEquals(first.odds(mail, 0), second.odds(mail, 0), 1e-3, kind);
        }
        assertTrue(first.odds(mail("casino", new Random(11)), 0) > 1 && first.odds(mail("garden", new Random(11)), 0) < -1);
    }

    @Test void oneThatWasSaidToBeTheContraryIsTurnedRound() {
        var classifier = taught(10);
        var mail = mail("holiday", new Random(12));
        classifier.learn(mail, true, 0);
        assertTrue(classifier.odds(mail, 0) > 1);
        classifier.relearn(mail, false, 0);
        assertTrue(classifier.odds(mail, 0) < -1);
        assertEquals(10, classifier.spam());
        assertEquals(11, classifier.wanted());
        classifier.relearn(mail, true, 0);
        assertTrue(classifier.odds(mail, 0) > 1);
    }

    @Test void whatIsNoneAddsNothing() {
        var start = taught(3);
        var piece = taught(5).encodeSince(start);
        var random = new Random(13);
        for (int i = 0; i < 2_000; i++) {
            var bent = Arrays.copyOf(piece, random.nextInt(piece.length + 1));
            for (int n = random.nextInt(4); n > 0 && bent.length > 0; n--) bent[random.nextInt(bent.length)] = (byte) random.nextInt();
            var copy = start.copy();
            if (!copy.add(bent)) assertArrayEquals(start.encode(), copy.encode());
            double odds = copy.odds(mail("pills", new Random(14)), 0);
            assertTrue(odds >= -30 && odds <= 30, "odds " + odds);
        }
    }

    @Test void anotherKeyReadsAnotherPlace() {
        var other = Classifier.decode(taught(20).encode(), Classifier.OWN, KEY + 1).orElseThrow();
        assertTrue(Math.abs(other.odds(mail("pills", new Random(6)), 0)) < 0.7);
    }

    @Test void whatIsDamagedIsNoClassifier() {
        var record = taught(2).encode();
        assertEquals(Optional.empty(), Classifier.decode(new byte[0], Classifier.OWN, KEY));
        assertEquals(Optional.empty(), Classifier.decode(record, Classifier.SHARED, KEY), "of another size");
        for (int length = 0; length < record.length; length += 97)
            assertEquals(Optional.empty(), Classifier.decode(Arrays.copyOf(record, length), Classifier.OWN, KEY));
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            var changed = record.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            Classifier.decode(changed, Classifier.OWN, KEY).ifPresent(one -> {
                double odds = one.odds(mail("pills", new Random(8)), 0);
                assertTrue(odds >= -30 && odds <= 30, "odds " + odds);
            });
        }
    }

    @Test void featuresComeBack() {
        var features = mail("pills", new Random(9));
        assertEquals(features, Features.decode(features.encode()).orElseThrow());
        assertNotEquals(features, mail("friend", new Random(9)));
        var turned = features.encode();
        var first = Arrays.copyOfRange(turned, 1, 5);
        System.arraycopy(turned, 5, turned, 1, 4);
        System.arraycopy(first, 0, turned, 5, 4);
        assertEquals(Optional.empty(), Features.decode(turned), "not in order");
        assertEquals(Optional.empty(), Features.decode(new byte[] {1}), "of another version");
        assertEquals(Optional.empty(), Features.decode(tooMany()), "too many");
    }

    private static byte[] tooMany() {
        var record = ByteBuffer.allocate(1 + Integer.BYTES * (Features.COUNT_MAX + 1)).put(Features.VERSION);
        for (int i = 0; i <= Features.COUNT_MAX; i++) record.putInt(i);
        return record.array();
    }
}
