package sigillo.login;

import java.util.Map;
import sigillo.account.AccountId;
import sigillo.directory.Edited;

/** Who hears of each change of the ways into an account, after it is durable; must be quick, and throws nothing. */
@FunctionalInterface
public interface Told {
    Told NOBODY = (_, _, _) -> { };

    /** {@code what}: a word for programs; {@code with}: what more is known; no secret. */
    void told(AccountId account, String what, Map<String, String> with);

    /** Says it where it was done, and gives {@code done}. */
    default <T> Edited<T> of(AccountId account, String what, Map<String, String> with, Edited<T> done) {
        if (done instanceof Edited.Done<T>) told(account, what, with);
        return done;
    }
}
