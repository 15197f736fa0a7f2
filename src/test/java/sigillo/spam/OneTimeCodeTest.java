package sigillo.spam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Mail with a code to sign in with, as services write it, and mail that has numbers. */
class OneTimeCodeTest {
    private record Case(boolean isOne, String subject, String text) {}

    @TestFactory Stream<DynamicTest> isSeen() {
        return Stream.of(
            new Case(true, "123456 is your Example code", "Enter it to sign in."),
            new Case(true, "661203 ist dein Example-Code", ""),
            new Case(true, "Your Example verification code", "Hi Anna,\n\nYour verification code is:\n\n482 913\n\nIt expires in 10 minutes."),
            new Case(true, "[Example] Please verify your device", "Verification code: 07914422\n\nIf you did not attempt to sign in, change your password."),
            new Case(true, "Sign in to Example", "Use this one-time passcode to sign in: AB3-9XQ"),
            new Case(true, "Security alert", "G-492011 is your Example verification code."),
            new Case(true, "Your login code", "Your temporary code is K7PQ2M. Do not share it."),
            new Case(true, "Il tuo codice di verifica", "Ciao Anna, il codice di verifica è 551203. Scade tra 5 minuti."),
            new Case(true, "Codice OTP", "Inserisci il codice OTP 90817263 per confermare l'operazione."),
            new Case(true, "Dein Sicherheitscode", "Hallo Anna,\ndein Sicherheitscode lautet 774 120."),
            new Case(true, "Anmeldung", "Ihr Einmalpasswort: 4821"),
            new Case(true, "Bestätigungscode", "Bitte geben Sie diesen Code ein:\n\n   662018\n"),
            new Case(true, "Votre code de vérification", "Bonjour, voici votre code de vérification : 338 190."),
            new Case(true, "Connexion", "Votre code à usage unique est 0042"),
            new Case(true, "Código de verificación", "Hola, tu código de verificación es 119 842."),
            new Case(true, "Acceso", "Usa esta contraseña de un solo uso: 75310864"),
            new Case(true, "Verificatiecode", "Je verificatiecode is 580216."),
            new Case(false, "Lunch", "Shall we eat at 1230? My number is 0612345678."),
            new Case(false, "Invoice", "Your invoice 2026-1188 of 1,234.50 € is due on 2026-03-15."),
            new Case(false, "New in our shop", "Use the code SPRING to save. © 2026 Example"),
            new Case(false, "Happy New Year 2026", "The code of conduct changes in 2026."),
            new Case(false, "Fattura", "Il codice fiscale è RSSMRA85T10A562S."),
            new Case(false, "Your access code", "We never send codes by mail."),
            new Case(false, "", ""))
            .map(one -> DynamicTest.dynamicTest(one.subject + ": " + one.text, () -> assertEquals(one.isOne, OneTimeCode.isIn(one.subject, one.text))));
    }

    /** Newsletters mention codes; a code comes in a short mail. */
    @Test void longTextsAreNone() { assertFalse(OneTimeCode.isIn("Your code", "Your code is 123456. " + "More news of this week. ".repeat(400))); }

    @Test void costsNoTime() {
        var nasty = "your code ".repeat(200) + "A".repeat(3_000) + " " + "A1-".repeat(900);
        Assertions.assertTimeout(Duration.ofSeconds(2), () -> {
            for (int i = 0; i < 50; i++) OneTimeCode.isIn("otp", nasty);
        });
    }
}
