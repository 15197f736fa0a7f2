package sigillo.main.mail;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import sigillo.account.AccountId;
import sigillo.delivery.Letters;
import sigillo.protectedmail.ProtectedMessages;

/**
 * Tells senders that a password-protected message was opened, those who want to hear of it. Which one, its list says.
 */
public record OpenedNotice(Letters letters) implements ProtectedMessages.Told {
    private static final String SUBJECT = "Opened: your protected message / Aperto: il tuo messaggio protetto";
    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
        .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter QUANDO = AT.withLocale(Locale.ITALIAN);

    @Override public void opened(AccountId sender, Instant at) {
        letters.write(sender, "protected-message", _ -> new Letters.Letter(SUBJECT, """
            A password-protected message that you sent was opened for the first time:
            %s, with the link and the password. Your copy in Sent says which one.

            --

            Un messaggio protetto da password che hai inviato è stato aperto per la
            prima volta: %s, con il link e la password. La tua copia in Inviati dice
            quale.
            """.formatted(AT.format(at), QUANDO.format(at))));
    }
}
