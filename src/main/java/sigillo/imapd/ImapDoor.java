package sigillo.imapd;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import sigillo.account.Accounts;
import sigillo.events.MailEvents;
import sigillo.login.SignIn;
import sigillo.search.Searches;
import sigillo.spool.Spool;

/** What all conversations share. */
record ImapDoor(ImapSettings settings, SignIn signIn, Accounts accounts, Spool spool, ConnectionCount connections,
                Searches searches, ArrangingRoom arranging, ResultRoom results, AnswerRoom answers, NotifyRoom notifying,
                IntakeRoom intakes, Semaphore compressed, AheadRoom ahead, Misuses misuses, Optional<MailEvents> events) {

    /** {@code searches}: those of all doors. Scripts run for nothing that happens here. */
    ImapDoor(ImapSettings settings, SignIn signIn, Accounts accounts, Spool spool, Searches searches) {
        this(settings, signIn, accounts, spool, searches, Optional.empty());
    }

    ImapDoor(ImapSettings settings, SignIn signIn, Accounts accounts, Spool spool, Searches searches, Optional<MailEvents> events) {
        this(settings, signIn, accounts, spool, new ConnectionCount(settings.limits().connectionsByAccountMax()),
            searches, new ArrangingRoom(settings.limits().arrangedMax()),
            new ResultRoom(settings.limits().keptResultsMax()),
            new AnswerRoom(settings.limits().answerOctetsMax(), settings.limits().answerPatience()),
            new NotifyRoom(settings.limits().notifyPlacesMax(), settings.limits().notifyPlacesMax() / 3),
            new IntakeRoom(settings.limits().intakeOctetsMax()),
            new Semaphore(settings.limits().compressedMax()), new AheadRoom(settings.limits().aheadMax(), settings.limits().aheadAfter()), new Misuses(), events);
    }

    ImapLimits limits() { return settings.limits(); }
}
