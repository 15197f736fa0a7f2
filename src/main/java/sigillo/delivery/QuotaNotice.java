package sigillo.delivery;

import java.util.Locale;
import java.util.function.Consumer;
import sigillo.account.QuotaWarning;
import sigillo.base.Sizes;

/** Tells the owner of an account that is nearly full, by a mail into it. May be called from any thread, and returns at once. */
public record QuotaNotice(Letters letters) implements Consumer<QuotaWarning> {

    @Override public void accept(QuotaWarning warning) {
        letters.write(warning.account(), "quota", _ -> letter(warning));
    }

    private static Letters.Letter letter(QuotaWarning warning) {
        var held = Sizes.shown(warning.octets(), Locale.ROOT);
        var max = Sizes.shown(warning.octetsMax(), Locale.ROOT);
        var subject = "Your mailbox is %1$d%% full / La tua casella è piena al %1$d%%".formatted(warning.percent());
        return new Letters.Letter(subject, """
            Your mailbox holds %1$s of %2$s.

            When it is full, new mail is turned away: senders are told to try again, and after some days
            that it could not be delivered. Delete what you do not need and empty the trash; what you
            delete stops counting at once. Or ask who runs this server for more room.

            La tua casella contiene %1$s su %2$s.

            Quando è piena, la nuova posta viene rifiutata: ai mittenti viene detto di riprovare e, dopo
            qualche giorno, che non è stato possibile consegnarla. Elimina ciò che non ti serve e svuota il
            cestino; ciò che elimini smette subito di contare. Oppure chiedi più spazio a chi gestisce il server.
            """.formatted(held, max));
    }
}
