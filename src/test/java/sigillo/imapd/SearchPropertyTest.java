package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.imapd.WrittenMail.Fact;
import sigillo.imapd.WrittenMail.Place;
import sigillo.keyring.TestSeal;
import sigillo.search.Searches;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/**
 * Mails by chance, whose words are known with the place where each stands: SEARCH finds each word where it is and nowhere
 * else, however it is written in the mail and by whom it is asked for; by text records, and without them.
 */
@Timeout(120)
class SearchPropertyTest {
    private static final int MAILS = 60;
    /** Where each word is asked for in each mail. */
    private static final int FEW_MAILS = 20;
    private static final List<String> KEYS = List.of("TEXT", "BODY", "SUBJECT", "FROM");

    @TempDir Path folder;

    @Tag("gate") @Tag("levels") @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void findsWhatIsThereAndNothingElse(long seed) throws Exception {
        var random = new Random(seed);
        var store = new MemoryStore();
        var house = new House(store, folder, House.OPEN, TestSeal.LEVEL, new Searches(4, (int) seed, 1 + random.nextInt(20)));
        var mails = new ArrayList<WrittenMail>();
        for (int i = 0; i < FEW_MAILS; i++) {
            mails.add(new WrittenMail(random));
            house.deliver("INBOX", mails.getLast().octets());
        }
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            var facts = mails.stream().flatMap(mail -> mail.facts().stream()).toList();
            assertEquals(new TreeSet<>(List.of(Place.values())), facts.stream().map(Fact::place).collect(Collectors.toCollection(TreeSet::new)));
            assertTrue(forgetTexts(store, 0) > 0);
            for (var fact : facts) ask(talk, mails, fact.text(), random, seed);
            forgetTexts(store, 2);
            for (var fact : facts) if (random.nextInt(4) == 0) ask(talk, mails, fact.text(), random, seed);
            for (int i = 0; i < 14; i++) ask(talk, mails, new WrittenMail(random).facts().getFirst().text(), random, seed);
        }
    }

    /** Mails, flags and queries by chance: however many look, in slices of any size, the answer is the same. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void severalFindWhatOneFinds(long seed) throws Exception {
        var random = new Random(seed);
        var mails = Stream.generate(() -> new WrittenMail(random)).limit(MAILS).toList();
        var texts = mails.stream().flatMap(mail -> mail.facts().stream()).map(Fact::text).filter(text -> text.matches("[A-Za-z0-9]+")).toList();
        int flagged = 21 + random.nextInt(30);
        var talks = new ArrayList<Talk>();
        for (int threads = 1; threads <= 3; threads++) {
            var searches = new Searches(4, threads, 1 + random.nextInt(10));
            var house = new House(new MemoryStore(), folder.resolve("spool" + threads), House.OPEN, TestSeal.LEVEL, searches);
            for (var mail : mails) house.deliver("INBOX", mail.octets());
            var talk = Talk.signedIn(house);
            talks.add(talk);
            talk.ask("a SELECT INBOX");
            talk.ask("b STORE 3," + flagged + ",10:20 +FLAGS.SILENT (\\Flagged)");
            talk.ask("c STORE 1,40:43 +FLAGS.SILENT (\\Deleted)");
            talk.ask("d EXPUNGE");
        }
        for (int i = 0; i < 60; i++) {
            var query = (random.nextBoolean() ? "UID " : "") + "SEARCH " + (random.nextInt(4) == 0 ? "RETURN (ALL COUNT MIN MAX) " : "") + query(random, texts, 3);
            var answers = talks.stream().map(talk -> talk.ask("q " + query)).toList();
            assertTrue(answers.getFirst().contains("\nq OK"), answers.getFirst());
            assertEquals(answers.getFirst(), answers.get(1), "seed " + seed + ": " + query);
            assertEquals(answers.getFirst(), answers.get(2), "seed " + seed + ": " + query);
        }
        for (var talk : talks) talk.close();
    }

    private static String query(Random random, List<String> texts, int depth) {
        var text = texts.get(random.nextInt(texts.size()));
        int first = 1 + random.nextInt(MAILS);
        return switch (random.nextInt(depth > 0 ? 10 : 7)) {
            case 0, 1 -> "TEXT " + text;
            case 2 -> "BODY " + text;
            case 3 -> "SUBJECT " + text;
            case 4 -> "FLAGGED";
            case 5 -> first + ":" + (first + random.nextInt(MAILS - first + 1));
            case 6 -> "LARGER " + random.nextInt(2000) + " MODSEQ 1";
            case 7 -> "OR (" + query(random, texts, depth - 1) + ") (" + query(random, texts, depth - 1) + ")";
            case 8 -> "NOT (" + query(random, texts, depth - 1) + ")";
            default -> query(random, texts, depth - 1) + " " + query(random, texts, depth - 1);
        };
    }

    private static void ask(Talk talk, List<WrittenMail> mails, String text, Random random, long seed) {
        var spelt = otherwise(text, random);
        for (var key : KEYS) {
            var expected = new ArrayList<Integer>();
            for (int i = 0; i < mails.size(); i++) if (mails.get(i).has(text, key)) expected.add(i + 1);
            assertEquals(expected, found(talk, key, spelt), () -> "seed " + seed + ": " + key + " '" + spelt + "' ('" + text + "') in\n" + told(mails, text));
        }
    }

    /** As another might type it. */
    private static String otherwise(String text, Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> text.toUpperCase(Locale.ROOT);
            case 1 -> text.toLowerCase(Locale.ROOT);
            case 2 -> Normalizer.normalize(text, Normalizer.Form.NFD);
            case 3 -> text.replace(" ", "  ");
            default -> text;
        };
    }

    private static List<Integer> found(Talk talk, String key, String text) {
        var octets = text.getBytes(StandardCharsets.UTF_8);
        talk.send(Bytes.utf8("s SEARCH CHARSET UTF-8 " + key + " {" + octets.length + "+}\r\n" + text + "\r\n").toArray());
        var answer = talk.answer("s");
        assertTrue(answer.contains("\ns OK"), answer);
        var line = answer.lines().filter(one -> one.startsWith("* SEARCH")).findFirst().orElseThrow();
        var numbers = new ArrayList<Integer>();
        for (var word : line.substring("* SEARCH".length()).trim().split(" ")) if (!word.isEmpty()) numbers.add(Integer.valueOf(word));
        return numbers;
    }

    private static String told(List<WrittenMail> mails, String text) {
        return mails.stream().filter(mail -> mail.facts().stream().anyMatch(fact -> fact.text().equals(text)))
            .map(mail -> new String(mail.octets(), StandardCharsets.ISO_8859_1)).collect(Collectors.joining("\n====\n"));
    }

    /** As mails of before there were records are: of every {@code keep}th it is left, of none for 0. How many there were. */
    private static int forgetTexts(MemoryStore store, int keep) {
        var partition = store.partition(new AccountId("anna").partition());
        var keys = new ArrayList<Bytes>();
        partition.range(Bytes.utf8("x"), Bytes.utf8("y"), false, (key, _) -> keys.add(key));
        new Transactions(partition).write(tx -> {
            for (int i = 0; i < keys.size(); i++) if (keep == 0 || i % keep > 0) tx.delete(keys.get(i));
            return null;
        });
        return keys.size();
    }
}
