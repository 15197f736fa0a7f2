package sigillo.main.mail;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import sigillo.account.AccountId;
import sigillo.delivery.Letters;
import sigillo.sending.Sending;
import sigillo.store.StoreException;

/** Somebody tried to send a virus from an account: it is counted, and its owner is told, once a day at most. Any thread; returns at once. */
public final class SentVirusNotice implements BiConsumer<AccountId, String> {
    private static final System.Logger LOG = System.getLogger("sigillo.sending");
    private static final Duration EVERY = Duration.ofDays(1);
    /** Accounts that are remembered; an older one may be told once more. */
    private static final int TOLD_MAX = 1_000;

    private final Letters letters;
    private final Sending sending;
    private final String hostname;
    private final InstantSource clock;
    private final Map<AccountId, Instant> told = new LinkedHashMap<>(); // under its own lock

    public SentVirusNotice(Letters letters, Sending sending, String hostname, InstantSource clock) {
        this.letters = letters;
        this.sending = sending;
        this.hostname = hostname;
        this.clock = clock;
    }

    /** It is refused whether that can be counted or not. */
    private void count(AccountId account) {
        try {
            sending.isInfected(account);
        } catch (StoreException trouble) {
            LOG.log(Level.WARNING, "a virus that account " + account + " did not send is not counted", trouble);
        }
    }

    @Override public void accept(AccountId account, String what) {
        count(account);
        if (isToBeTold(account, clock.instant())) letters.write(account, "sent-virus", _ -> letter(what));
    }

    private boolean isToBeTold(AccountId account, Instant now) {
        synchronized (told) {
            var before = told.get(account);
            if (before != null && before.plus(EVERY).isAfter(now)) return false;
            told.remove(account);
            told.put(account, now);
            if (told.size() > TOLD_MAX) told.remove(told.keySet().iterator().next());
            return true;
        }
    }

    private Letters.Letter letter(String what) {
        return new Letters.Letter("A virus was not sent from your account / Un virus non è partito dal tuo account", """
            Somebody who had signed in as you tried to send a message, and it was refused:
            %1$s.

            If it was you, look at the file that was attached. If it was not, a program on your
            computer did it, or somebody knows your password, or an app password of yours: change
            it and revoke app passwords that you do not know, at https://%2$s/ .

            Qualcuno che aveva effettuato l'accesso a tuo nome ha provato a inviare un messaggio,
            che è stato rifiutato:
            %1$s.

            Se eri tu, controlla il file allegato. Altrimenti è stato un programma sul tuo
            computer, oppure qualcuno conosce la tua password o una tua password per app: cambiala e
            revoca le password per app che non riconosci, su https://%2$s/ .
            """.formatted(what, hostname));
    }
}
