package sigillo.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** From answers to advice, by a table; and that every combination is advised. */
class AdviceTest {
    private static final List<String> KEYS = Arrays.stream(Question.values()).map(Question::key).toList();

    /** In the order of the questions, divided by blanks. */
    private static Advice.Outcome on(String answers) {
        var words = answers.split(" ");
        return Advice.on(question -> question.ordinal() < words.length ? words[question.ordinal()].replace("-", "") : "");
    }

    private static Map<String, Advice> given(String answers) {
        return assertInstanceOf(Advice.Outcome.Given.class, on(answers), answers).advice().stream().collect(Collectors.toMap(Advice::name, one -> one));
    }

    /** {@code says}: a part of the English advice of that name. */
    record Case(String answers, String name, String says) {}

    @TestFactory Stream<DynamicTest> advice() {
        return Stream.of(
            // 12 GiB, and 1 person of 2 GiB for 3 years, times 82 / 75 and 5 / 4: 8.2
            new Case("1 usual days 5 rented - - IT", "storage", "25 GiB of SSD"),
            // 12 and 50 * 10 * 3 * 1.0933 * 1.25 = 2050
            new Case("50 much days 5 rented - - IT", "storage", "2100 GiB"),
            new Case("1 usual days 5 rented - - IT", "memory", "1 GiB; 2 more with ClamAV."),
            new Case("100 usual days 5 rented - - IT", "memory", "1 GiB; 2 more with ClamAV."),
            new Case("101 usual days 5 rented - - IT", "memory", "limits.connections to 404"),
            // 650 MiB, and 19,600 connections of 64 KiB
            new Case("5000 usual days 900 rented - - IT", "memory", "2 GiB; 2 more with ClamAV. Set limits.connections to 20000"),
            new Case("10 usual days 5 rented - - IT", "processor", "Cores: 1."),
            new Case("11 usual days 5 rented - - IT", "processor", "Cores: 2."),
            new Case("50000 usual days 5 rented - - IT", "processor", "Cores: 8."),
            new Case("5 usual days 5 rented - - IT", "machines", "One."),
            new Case("5 usual hours 5 rented - - IT", "machines", "restore the backup on another"),
            new Case("5 usual minutes 100 rented - - IT", "machines", "Three, each with a node of Cassandra"),
            new Case("5 usual minutes 10 rented - - IT", "machines", "One: several would be some"),
            new Case("5 usual minutes 100 home steady fixed IT", "machines", "for minutes rent three"),
            new Case("5 usual days 5 rented - - IT", "place", "Rent the machine"),
            new Case("5 usual days 5 home steady changing IT", "place", "Not on this line"),
            new Case("5 usual days 5 home cuts two IT", "place", "At home it can be"),
            new Case("5 usual days 5 home cuts two IT", "relay", "Yes: set [relay]"),
            new Case("5 usual days 5 rented - - IT", "relay", "No; only if"),
            new Case("5 usual days 5 home cuts two IT", "power", "Buy a battery"),
            new Case("5 usual days 5 home battery two IT", "power", "start by itself"),
            new Case("5 usual days 5 home battery two IT", "backups", "rented storage elsewhere"),
            new Case("5 usual days 5 rented - - IT", "backups", "another provider"),
            new Case("5 usual days 5 rented - - it", "country", "European Economic Area"),
            new Case("5 usual days 5 rented - - BR", "country", "in BR"),
            new Case("1 usual days 7 rented - - IT", "cost", "Some 7 euro a month, of 7."),
            new Case("1 usual days 6 rented - - IT", "cost", "more than 6"),
            new Case("1 usual days 1 home steady fixed IT", "cost", "Some 1 euro a month, of 1.")
        ).map(one -> DynamicTest.dynamicTest(one.name() + ": " + one.answers(), () -> {
            var advice = given(one.answers()).get(one.name());
            assertTrue(advice.advice().english().contains(one.says()), advice.toString());
        }));
    }

    @TestFactory Stream<DynamicTest> whatIsNoAnswerIsNamed() {
        return Map.of("", Question.PEOPLE, "0 usual days 5 rented - - IT", Question.PEOPLE, "100001 usual", Question.PEOPLE, "5 more", Question.GROWTH, "5 usual days", Question.BUDGET,
            "5 usual days 5 home - fixed IT", Question.POWER, "5 usual days 5 rented - - XX", Question.COUNTRY,
            "99999999999999999999 usual", Question.PEOPLE, "5 usual days 5 rented - - \u0130T", Question.COUNTRY).entrySet().stream()
            .map(one -> DynamicTest.dynamicTest("'" + one.getKey() + "'", () ->
                assertEquals(new Advice.Outcome.Unanswered(one.getValue()), on(one.getKey()))));
    }

    /** Each piece has its reason in both languages; no number goes astray. */
    @Test void everyCombinationIsAdvised() {
        var random = new Random(9);
        for (int i = 0; i < 3_000; i++) {
            var answers = new HashMap<Question, String>();
            for (var question : Question.values()) {
                answers.put(question, question.isNumber() ? String.valueOf(random.nextInt(question.least(), question.most() + 1))
                    : question.choices().isEmpty() ? "DE" : question.choices().get(random.nextInt(question.choices().size())).key());
            }
            for (var one : assertInstanceOf(Advice.Outcome.Given.class, Advice.on(answers::get)).advice()) {
                for (var words : List.of(one.title(), one.advice(), one.reason())) {
                    assertFalse(words.english().isBlank() || words.italian().isBlank(), one.toString());
                    assertFalse((words.english() + words.italian()).matches(".*(-[0-9]|%|NaN|null).*"), one.toString());
                }
                assertEquals(1, one.reason().english().split("\\. [A-Z]").length, "one sentence: " + one);
            }
        }
        assertEquals(KEYS.size(), KEYS.stream().distinct().count());
    }
}
