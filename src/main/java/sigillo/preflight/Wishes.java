package sigillo.preflight;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What somebody wants of a mail server, and what there is for it. {@code budget}: euro a month. {@code country}: ISO 3166, two letters. */
record Wishes(int people, Growth growth, Availability availability, int budget, Place place, Power power, Link link, String country) {
    /** {@code mib}: mail that a person keeps of a year. */
    enum Growth {
        LITTLE(500), USUAL(2_048), MUCH(10_240);

        final int mib;

        Growth(int mib) { this.mib = mib; }
    }

    enum Availability { DAYS, HOURS, MINUTES }

    enum Place { HOME, RENTED }

    enum Power { STEADY, BATTERY, CUTS }

    enum Link { FIXED, TWO, CHANGING }

    sealed interface Outcome {
        record Right(Wishes wishes) implements Outcome {}

        /** The first that is no answer. */
        record Wrong(Question question) implements Outcome {}
    }

    /** {@code answers}: what was typed or chosen; empty where nothing was. Total. */
    static Outcome of(Function<Question, String> answers) {
        Map<Question, String> all = new EnumMap<>(Question.class);
        for (var question : Question.values()) {
            boolean isOthers = question.isOthers(answers.apply(Question.PLACE));
            var one = isOthers ? Optional.of(question.choices().getFirst().key()) : question.understood(answers.apply(question));
            if (one.isEmpty()) return new Outcome.Wrong(question);
            all.put(question, one.get());
        }
        return new Outcome.Right(new Wishes(Integer.parseInt(all.get(Question.PEOPLE)), chosen(Growth.class, all.get(Question.GROWTH)),
            chosen(Availability.class, all.get(Question.AVAILABILITY)), Integer.parseInt(all.get(Question.BUDGET)), chosen(Place.class, all.get(Question.PLACE)),
            chosen(Power.class, all.get(Question.POWER)), chosen(Link.class, all.get(Question.LINK)), all.get(Question.COUNTRY)));
    }

    private static <T extends Enum<T>> T chosen(Class<T> kind, String key) { return Enum.valueOf(kind, key.toUpperCase(java.util.Locale.ROOT)); }

    boolean isAtHome() { return place == Place.HOME; }
}
