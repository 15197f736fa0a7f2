package sigillo.web;

import java.util.List;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.refused.Day;

/** What was refused for an owner, and what he does about it. Any thread. */
public interface OwnRefusals {
    /** The latest first. */
    List<Day> of(AccountId account);

    /** From now on mail of this sender, where it is shown to be his, goes to the inbox. False when no more can be said. */
    boolean letIn(AccountId account, Address sender);

    boolean isLetIn(AccountId account, Address sender);
}
