package sigillo.dsn;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import sigillo.refusals.Meaning;
import sigillo.smtp.EnhancedStatus;

/**
 * What a notification says to people, in one language. Nobody knows which one its reader speaks, so all are in it, as in
 * the letters of this server to owners of accounts. Subjects are in ASCII.
 */
record Speech(
        UnaryOperator<String> server, Told failed, Told delayed, Told delivered, Told relayed, UnaryOperator<String> until,
        String untilDelivered, IntFunction<String> more, BinaryOperator<String> said, String reason,
        Function<Meaning, String> meaning, Advice advice) {

    /** Of those who fared alike: {@code closing} stands behind them, and may be empty. */
    record Told(String subject, String opening, String closing) {}

    /** One sentence a person can act on, by RFC 3463's subject and detail. */
    interface Advice {
        String on(Action action, EnhancedStatus status);
    }

    Told of(Action action) {
        return switch (action) {
            case FAILED -> failed;
            case DELAYED -> delayed;
            case DELIVERED -> delivered;
            case RELAYED -> relayed;
        };
    }

    private static final Speech ENGLISH = new Speech(mta -> "This is the mail server " + mta + ".",
        new Told("Your message could not be delivered", "Your message could not be delivered to:",
            "It will not be tried again. What came back of your message is attached."),
        new Told("Your message is delayed and still being tried", "Your message has not been delivered yet to:", ""),
        new Told("Your message was delivered", "Your message was delivered to:", ""),
        new Told("Your message was handed on", "Your message was handed on for:",
            "The next server does not confirm deliveries, so this is the last that you will hear unless it fails."),
        until -> "You need not send it again: the server keeps trying until " + until + ", and tells you if it gives up.",
        "it is delivered", count -> "and " + count + " more.", (peer, reply) -> "The server " + peer + " said: " + reply, "Reason: ",
        Meaning::toString, Speech::english);

    private static final Speech ITALIAN = new Speech(mta -> "Questo è il server di posta " + mta + ".",
        new Told("Messaggio non recapitato", "Non è stato possibile recapitare il tuo messaggio a:",
            "Non ci saranno altri tentativi. Ciò che è tornato del tuo messaggio è allegato."),
        new Told("Messaggio in ritardo, si riprova", "Il tuo messaggio non è ancora stato recapitato a:", ""),
        new Told("Messaggio recapitato", "Il tuo messaggio è stato recapitato a:", ""),
        new Told("Messaggio passato avanti", "Il tuo messaggio è stato passato avanti per:",
            "Il server successivo non conferma i recapiti: se non fallisce, non ne saprai altro."),
        until -> "Non serve inviarlo di nuovo: il server riprova fino a " + until + " e ti avvisa se rinuncia.",
        "quando sarà recapitato", count -> count == 1 ? "e un altro." : "e altri " + count + ".",
        (peer, reply) -> "Il server " + peer + " ha detto: " + reply, "Motivo: ", Meaning::italian, Speech::italian);

    static final List<Speech> ALL = List.of(ENGLISH, ITALIAN);

    private static String english(Action action, EnhancedStatus status) {
        return switch (status.subject() + "." + status.detail()) {
            case "1.1" -> "There is no such mailbox. Please check the address for a typing error.";
            case "1.2" -> "The part of the address after the @ does not exist. Please check it for a typing error.";
            case "1.3" -> "The address is not well formed. Please check it for a typing error.";
            case "1.6" -> "The mailbox has moved. Please ask the recipient for the new address.";
            case "1.10" -> "This domain takes no mail at all. Please use another address of the recipient.";
            case "2.0", "2.1" -> "The mailbox is not in use. Please reach the recipient in another way.";
            case "2.2" -> "The mailbox is full. Please try later, or reach the recipient in another way.";
            case "2.3", "3.4" -> "The message is too large. Please send a smaller one, or a link to the files.";
            case "4.1", "4.2", "4.3", "4.4" -> "The recipient's server could not be reached.";
            case "4.6" -> "The recipient's domain sends mail round in a circle. Please tell its postmaster.";
            case "4.7" -> "It was tried for as long as we keep mail, without success. Please reach the recipient "
                + "in another way, or send it again later.";
            case "6.3" -> "The recipient's server cannot take this kind of content. Please send it in another form.";
            case "6.7" -> "The recipient's server cannot take addresses with other than plain letters.";
            case "7.1" -> "The recipient's server does not allow this message. Its reply may say why; "
                + "if not, please ask the recipient or its postmaster.";
            default -> englishByClass(action, status);
        };
    }

    private static String englishByClass(Action action, EnhancedStatus status) {
        if (action == Action.DELAYED) return "The recipient's server has not taken it yet.";
        return switch (status.subject()) {
            case 1 -> "The recipient's server does not know this address. Please check it for a typing error.";
            case 4 -> "The recipient's server could not be reached.";
            case 7 -> "The recipient's server refused the message by its rules. Its reply may say why.";
            default -> "The recipient's server refused the message. Its reply may say why.";
        };
    }

    private static String italian(Action action, EnhancedStatus status) {
        return switch (status.subject() + "." + status.detail()) {
            case "1.1" -> "Questa casella non esiste. Controlla che l'indirizzo sia scritto bene.";
            case "1.2" -> "La parte dell'indirizzo dopo la @ non esiste. Controlla che sia scritta bene.";
            case "1.3" -> "L'indirizzo non è ben formato. Controlla che sia scritto bene.";
            case "1.6" -> "La casella è stata spostata. Chiedi al destinatario il nuovo indirizzo.";
            case "1.10" -> "Questo dominio non riceve posta. Usa un altro indirizzo del destinatario.";
            case "2.0", "2.1" -> "La casella non è in uso. Cerca il destinatario in un altro modo.";
            case "2.2" -> "La casella è piena. Riprova più tardi, o cerca il destinatario in un altro modo.";
            case "2.3", "3.4" -> "Il messaggio è troppo grande. Inviane uno più piccolo, o un collegamento ai file.";
            case "4.1", "4.2", "4.3", "4.4" -> "Il server del destinatario non è raggiungibile.";
            case "4.6" -> "Il dominio del destinatario manda la posta in tondo. Avvisa il suo postmaster.";
            case "4.7" -> "Si è tentato per tutto il tempo in cui teniamo la posta, senza riuscirci. Cerca il destinatario "
                + "in un altro modo, o invialo di nuovo più tardi.";
            case "6.3" -> "Il server del destinatario non accetta questo tipo di contenuto. Invialo in un'altra forma.";
            case "6.7" -> "Il server del destinatario accetta solo indirizzi di lettere semplici.";
            case "7.1" -> "Il server del destinatario non ammette questo messaggio. La sua risposta può dire perché; "
                + "altrimenti chiedi al destinatario o al suo postmaster.";
            default -> italianByClass(action, status);
        };
    }

    private static String italianByClass(Action action, EnhancedStatus status) {
        if (action == Action.DELAYED) return "Il server del destinatario non l'ha ancora preso.";
        return switch (status.subject()) {
            case 1 -> "Il server del destinatario non conosce questo indirizzo. Controlla che sia scritto bene.";
            case 4 -> "Il server del destinatario non è raggiungibile.";
            case 7 -> "Il server del destinatario ha rifiutato il messaggio per le sue regole. La sua risposta può dire perché.";
            default -> "Il server del destinatario ha rifiutato il messaggio. La sua risposta può dire perché.";
        };
    }
}
