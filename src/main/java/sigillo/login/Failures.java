package sigillo.login;

import java.util.Optional;
import sigillo.account.AccountId;

/**
 * Who hears of wrong passwords and codes of accounts that there are. Must be quick, write nothing and throw nothing.
 */
@FunctionalInterface
public interface Failures {
    Failures NOBODY = (_, _, _, _) -> { };

    /** {@code service}: the door. {@code isCode}: the password before it was right. {@code network}: from where. */
    void failed(AccountId account, String service, boolean isCode, Optional<String> network);
}
