package sigillo.filter;

import java.util.List;
import sigillo.account.AccountId;
import sigillo.spam.Features;

/** What was learnt of the mail of an account, and of all. Any thread; quick, and never throws. */
public interface Learnt {
    Learnt NOTHING = (_, _, _) -> List.of();

    /**
     * What that says of a message, for one account: none, or few. {@code before}: the odds that it is spam by all other
     * reasons, as their logarithm; {@link sigillo.spam.Classifier#odds} takes it. The weight of a reason is what is to be
     * added to that.
     */
    List<Reason> reasons(AccountId account, Features features, double before);
}
