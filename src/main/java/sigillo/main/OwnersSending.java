package sigillo.main;

import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.admin.SendingDesk;
import sigillo.sending.Sending;
import sigillo.web.OwnSending;

/** What the pages show and do of a pause. */
record OwnersSending(Sending sending, SendingDesk desk) implements OwnSending {
    @Override public Optional<Paused> of(AccountId account, boolean hasFactor) {
        return sending.paused(account).map(pause ->
            new Paused(pause.since(), pause.says(), pause.dice(), sending.mayOwnerLift(account, hasFactor)));
    }

    @Override public boolean lift(AccountId account, boolean hasFactor, boolean drop) { return desk.resumeByOwner(account, hasFactor, drop); }

    @Override public void hasNewPassword(AccountId account) { sending.hasNewPassword(account); }
}
