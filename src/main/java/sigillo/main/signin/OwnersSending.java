package sigillo.main.signin;

import java.util.Map;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.admin.SendingDesk;
import sigillo.sending.Sending;
import sigillo.web.OwnSending;

/** What the pages show and do of a pause. */
public record OwnersSending(Sending sending, SendingDesk desk, LedgerNotes notes) implements OwnSending {
    @Override public Optional<Paused> of(AccountId account, boolean hasFactor) {
        return sending.paused(account).map(pause ->
            new Paused(pause.since(), pause.says(), pause.dice(), sending.mayOwnerLift(account, hasFactor)));
    }

    @Override public boolean lift(AccountId account, boolean hasFactor, boolean drop) {
        boolean isLifted = desk.resumeByOwner(account, hasFactor, drop);
        if (isLifted) notes.happened(account, "sendingResumed", Map.of());
        return isLifted;
    }

    @Override public void hasNewPassword(AccountId account) { sending.hasNewPassword(account); }
}
