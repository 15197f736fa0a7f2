package sigillo.delivery;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.BiConsumer;
import sigillo.account.AccountId;
import sigillo.sending.Pause;

/** Tells the owner of an account that its sending is paused, why, and what to do. Any thread; returns at once. */
public record PauseNotice(Letters letters, String hostname) implements BiConsumer<AccountId, Pause> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    @Override public void accept(AccountId account, Pause pause) {
        letters.write(account, "pause", _ -> letter(pause));
    }

    private Letters.Letter letter(Pause pause) {
        return new Letters.Letter("Sending from your account is paused / L'invio dal tuo account è sospeso", """
            Nothing is sent from your account since %1$s UTC:
            %2$s.
            What it had sent before and did not leave yet is held, and nothing of it is lost.

            If it was not you, somebody knows your password, or an app password of yours: change
            it and revoke app passwords that you do not know, at https://%4$s/ .

            To send again (unless who runs this server has paused it: then ask him), sign in at https://%4$s/sending with your second factor, or
            after you have changed your password there; or ask who runs this server. There you
            also say whether what is held is yours.

            Dal tuo account non parte più posta dal %1$s UTC:
            %3$s.
            Ciò che era in attesa di partire è trattenuto e non va perso.

            Se non sei stato tu, qualcuno conosce la tua password o una tua password per app: cambiala
            e revoca le password per app che non riconosci, su https://%4$s/ .

            Per inviare di nuovo (se non l'ha sospeso chi gestisce il server: allora chiedi a lui), accedi a https://%4$s/sending con il secondo fattore, oppure
            dopo aver cambiato lì la password; o chiedi a chi gestisce il server. Lì dici anche se
            ciò che è trattenuto è tuo.
            """.formatted(TIME.format(pause.since()), pause.says(), pause.dice(), hostname));
    }
}
