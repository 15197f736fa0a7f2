package sigillo.web;

import java.time.Instant;
import java.util.Optional;
import sigillo.account.AccountId;

/** What owners do about a pause of their sending. Any thread. */
public interface OwnSending {
    /** {@code english}, {@code italian}: what the account did. {@code mayLift}: this owner may end it himself now. */
    record Paused(Instant since, String english, String italian, boolean mayLift) {}

    /** {@code hasFactor}: he signed in with a second factor. */
    Optional<Paused> of(AccountId account, boolean hasFactor);

    /** {@code drop}: what is held is not his. False when it is not his to do. */
    boolean lift(AccountId account, boolean hasFactor, boolean drop);

    /** He has set one. */
    void hasNewPassword(AccountId account);
}
