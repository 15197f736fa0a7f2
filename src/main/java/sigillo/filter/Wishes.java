package sigillo.filter;

import java.util.List;
import java.util.OptionalDouble;
import sigillo.account.AccountId;

/** What each account wants of the filter. Any thread; quick. */
public interface Wishes {
    Wishes NONE = new Wishes() {
        @Override public Threshold junkFrom(AccountId account) { return new Threshold.OfServer(); }

        @Override public List<Reason> reasons(AccountId account, Author author) { return List.of(); }
    };

    /** From which score on its mail goes to Junk. */
    sealed interface Threshold {
        record OfServer() implements Threshold {}

        record From(double score) implements Threshold {}

        /** By score none does. */
        record Never() implements Threshold {}

        /** As a number: empty for never. */
        default OptionalDouble or(double ofServer) {
            return switch (this) {
                case OfServer() -> OptionalDouble.of(ofServer);
                case From(var score) -> OptionalDouble.of(score);
                case Never() -> OptionalDouble.empty();
            };
        }
    }

    Threshold junkFrom(AccountId account);

    /** What the account itself has to say of this author: that it has blocked him, allows him, has written to him. */
    List<Reason> reasons(AccountId account, Author author);
}
