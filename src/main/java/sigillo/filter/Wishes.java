package sigillo.filter;

import java.util.Optional;
import java.util.OptionalDouble;
import sigillo.account.AccountId;
import sigillo.base.Address;

/** What each account wants of the filter. Any thread; quick. */
public interface Wishes {
    Wishes NONE = (_, _, _) -> Wish.NONE;

    /** {@code sender}: of the envelope. */
    Wish of(AccountId account, Author author, Optional<Address> sender);

    /** {@code word}: what the account, or the operator, says of who sent it. */
    record Wish(Threshold junkFrom, Optional<Word> word) {
        public static final Wish NONE = new Wish(new Threshold.OfServer(), Optional.empty());
    }

    /** From which score on its mail goes to Junk. */
    sealed interface Threshold {
        record OfServer() implements Threshold {}

        record From(double score) implements Threshold {
            public From {
                if (!(score > 0) || score > SCORE_MAX) throw new IllegalArgumentException("Junk from " + score);
            }
        }

        /** By score none does. */
        record Never() implements Threshold {}

        double SCORE_MAX = 100;

        /** As a number: empty for never. */
        default OptionalDouble or(double ofServer) {
            return switch (this) {
                case OfServer() -> OptionalDouble.of(ofServer);
                case From(var score) -> OptionalDouble.of(score);
                case Never() -> OptionalDouble.empty();
            };
        }

        /** A number, "default" or "never". Empty for what is none of them. */
        static Optional<Threshold> parse(String text) {
            if (text.equals("default")) return Optional.of(new OfServer());
            if (text.equals("never")) return Optional.of(new Never());
            if (!text.matches("[0-9]{1,3}([.][0-9]{1,2})?")) return Optional.empty();
            double score = Double.parseDouble(text);
            return score > 0 && score <= SCORE_MAX ? Optional.of(new From(score)) : Optional.empty();
        }

        /** As {@link #parse} takes it. */
        default String text() {
            return switch (this) {
                case OfServer() -> "default";
                case From(var score) -> score == Math.rint(score) ? Long.toString((long) score) : Double.toString(score);
                case Never() -> "never";
            };
        }
    }
}
