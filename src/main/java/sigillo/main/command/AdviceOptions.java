package sigillo.main.command;

import java.io.Console;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import picocli.CommandLine.Option;
import sigillo.preflight.Advice;
import sigillo.preflight.Question;
import sigillo.preflight.Words;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** The questions before size and place are advised: answered by options, else at a terminal. */
final class AdviceOptions {
    /** Wrong answers to one question, after which somebody has gone, or types into the wrong window. */
    private static final int TRIES = 5;

    @Option(names = "--advise", description = "Advise on size and place instead: storage, memory, machines, relay, backups. What these options do not say is asked:")
    boolean isWanted;
    @Option(names = "--people", paramLabel = "N", description = "How many will have an address.")
    private String people;
    @Option(names = "--growth", paramLabel = "little|usual|much", description = "What a person keeps in a year: 500 MiB, 2 GiB, 10 GiB.")
    private String growth;
    @Option(names = "--availability", paramLabel = "days|hours|minutes", description = "For how long mail may be away when a machine breaks.")
    private String availability;
    @Option(names = "--budget", paramLabel = "EUR", description = "Euro a month.")
    private String budget;
    @Option(names = "--place", paramLabel = "home|rented", description = "Where the machine would be.")
    private String place;
    @Option(names = "--power", paramLabel = "steady|battery|cuts", description = "The power at home.")
    private String power;
    @Option(names = "--link", paramLabel = "fixed|two|changing", description = "The line at home, and whether its address stays.")
    private String link;
    @Option(names = "--country", paramLabel = "CC", description = "Two letters, as in IT.")
    private String country;

    private Map<Question, String> said() {
        var said = new EnumMap<Question, String>(Question.class);
        BiFunction<Question, String, String> put = (question, value) -> value == null ? null : said.put(question, value);
        put.apply(Question.PEOPLE, people);
        put.apply(Question.GROWTH, growth);
        put.apply(Question.AVAILABILITY, availability);
        put.apply(Question.BUDGET, budget);
        put.apply(Question.PLACE, place);
        put.apply(Question.POWER, power);
        put.apply(Question.LINK, link);
        put.apply(Question.COUNTRY, country);
        return said;
    }

    /** Throws {@link Failure} where a question stays without an answer. */
    List<Advice> advice(boolean isItalian) {
        var said = said();
        var console = System.console();
        boolean canAsk = console != null && console.isTerminal();
        for (int tries = 0; ; ) {
            switch (Advice.on(question -> said.getOrDefault(question, ""))) {
                case Advice.Outcome.Given(var advice) -> { return advice; }
                case Advice.Outcome.Unanswered(var question) -> {
                    if (said.containsKey(question) && (!canAsk || ++tries >= TRIES) || !canAsk) throw new Failure("--" + in(isItalian, question.wanted()));
                    said.put(question, asked(console, question, isItalian));
                }
            }
        }
    }

    private static String asked(Console console, Question question, boolean isItalian) {
        question.choices().forEach(choice -> console.printf("  %-8s %s%n", choice.key(), in(isItalian, choice.words())));
        var typed = console.readLine("%s: ", in(isItalian, question.words()));
        if (typed == null) throw new Failure("nothing was given");
        return typed;
    }

    private static String in(boolean isItalian, Words words) { return isItalian ? words.italian() : words.english(); }

    static String text(List<Advice> all, boolean isItalian) {
        var text = new StringBuilder();
        for (var one : all) {
            text.append(String.format(Locale.ROOT, "%-10s  %s%n", in(isItalian, one.title()), in(isItalian, one.advice())));
            text.append(" ".repeat(12)).append(in(isItalian, one.reason())).append('\n');
        }
        return text.toString();
    }

    static String json(List<Advice> all) {
        var rows = JsonNodeFactory.instance.arrayNode();
        for (var one : all) {
            rows.addObject().put("name", one.name()).put("advice", one.advice().english()).put("adviceInItalian", one.advice().italian())
                .put("reason", one.reason().english()).put("reasonInItalian", one.reason().italian());
        }
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(rows) + "\n";
    }
}
