package sigillo.delivery;

import java.util.function.BiConsumer;
import sigillo.account.AccountId;
import sigillo.directory.AccountRecord;
import sigillo.sending.Unwanted;

/** Tells the owner of an account who has complained of its mail, and what follows. Any thread; returns at once. */
public record ComplaintNotice(Letters letters) implements BiConsumer<AccountId, Unwanted.Complaint> {
    @Override public void accept(AccountId account, Unwanted.Complaint complaint) {
        letters.write(account, "complaint", record -> letter(record, complaint));
    }

    private static Letters.Letter letter(AccountRecord record, Unwanted.Complaint complaint) {
        return new Letters.Letter("Somebody has complained of your mail / Qualcuno si è lamentato della tua posta", """
            %1$s
            has marked a message from your account as unwanted: so says
            %2$s.
            From now on nothing is sent from your account to that address: whoever goes on
            writing to people who complain is soon refused by their whole provider.

            If it was a mistake, let the recipient tell you so, and ask who runs this server to
            lift it:
            %3$s
            If you wrote no such message, somebody may know your password: change it.
            The message's story: sigillo trace %4$s

            %1$s
            ha segnalato come indesiderato un messaggio del tuo account: lo dice
            %2$s.
            D'ora in poi dal tuo account non parte più nulla verso quell'indirizzo: chi continua a
            scrivere a chi si lamenta viene presto rifiutato da tutto il suo fornitore.

            Se è stato un errore, fattelo confermare dal destinatario e chiedi a chi gestisce il server
            di revocare il blocco:
            %3$s
            Se non hai scritto tu quel messaggio, qualcuno può conoscere la tua password: cambiala.
            La storia del messaggio: sigillo trace %4$s
            """.formatted(complaint.recipient(), complaint.by(), complaint.liftedBy(record.address()), complaint.trace()));
    }
}
