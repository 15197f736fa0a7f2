package sigillo.spam;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * Whether a message brings a code to sign in or to confirm something with: for that somebody waits at another window. It is
 * short, says so in one of some languages, and has the code near to that.
 */
final class OneTimeCode {
    /** Of the text; what is longer is no such mail. */
    private static final int CHARACTERS_MAX = 8_000;
    private static final int SUBJECT_CHARACTERS_MAX = 300;
    private static final int NEAR = 250;
    /** A word, a name and "code". */
    private static final int NAMED_CHARACTERS_MAX = 52;

    /** In lower case: English, Italian, German, French, Spanish, Portuguese, Dutch. */
    private static final List<String> PHRASES = List.of(
        "verification code", "security code", "one-time", "one time code", "one time pass", "login code", "log-in code", "sign-in code", "sign in code",
        "signin code", "passcode", "confirmation code", "authentication code", "access code", "temporary code", "otp", "two-factor code", "2fa code",
        "your code", "this code", "the code", "pin code",
        "codice di verifica", "codice di sicurezza", "codice di accesso", "codice d'accesso", "codice di conferma", "codice monouso", "codice temporaneo",
        "codice otp", "codice di autenticazione", "codice usa e getta", "password monouso", "il tuo codice", "il codice", "questo codice", "codice:",
        "bestätigungscode", "verifizierungscode", "sicherheitscode", "einmalcode", "einmal-code", "anmeldecode", "anmelde-code", "zugangscode", "einmalpasswort",
        "einmalkennwort", "ihr code", "dein code", "der code", "diesen code", "authentifizierungscode",
        "code de vérification", "code de sécurité", "code à usage unique", "code de confirmation", "code d'accès", "code d’accès", "code de connexion",
        "code d'authentification", "code d’authentification", "mot de passe à usage unique", "votre code", "ton code", "code temporaire", "ce code", "le code",
        "código de verificación", "código de seguridad", "código de acceso", "código de un solo uso", "código de confirmación", "código de inicio",
        "contraseña de un solo uso", "clave de un solo uso", "tu código", "su código", "este código", "el código", "código temporal",
        "código de verificação", "código de segurança", "código de confirmação", "seu código", "verificatiecode", "beveiligingscode", "bevestigingscode");

    /** Four to eight digits, perhaps in two halves; or letters and digits as G-123456 and ABC-12D. No year, price or part of a number. */
    private static final Pattern CODE = Pattern.compile(
        "(?<![\\p{L}\\d.,:/#€$£+-])(?:[A-Za-z]{1,2}-\\d{4,8}|\\d{3}[ -]\\d{3}|\\d{4,8}|(?=[A-Z\\d]{0,7}\\d)(?=[A-Z\\d]{0,7}[A-Z])[A-Z\\d]{5,8}|(?=[A-Z\\d-]{0,8}\\d)[A-Z\\d]{3,4}-[A-Z\\d]{3,4})"
            + "(?![\\p{L}\\d€$£%/-]|[.,:]\\d)");
    /** Where the name of a service stands within: "is your Example code", "ist dein Example-Code". */
    private static final List<String> WHOSE = List.of("your ", "dein ", "ihr ");
    private static final Pattern NAMED = Pattern.compile("[a-z]{3,4} [^\\n.]{1,40}\\bcode\\b");
    private static final Pattern YEAR = Pattern.compile("(19|20)\\d\\d");
    /** Each phrase is another; the words before a name are all one. */
    private static final PhraseIndex<Integer> ALL = new PhraseIndex<>();

    static {
        for (int i = 0; i < PHRASES.size(); i++) ALL.add(PHRASES.get(i), i);
        WHOSE.forEach(word -> ALL.add(word, PHRASES.size()));
    }

    private OneTimeCode() {}

    static boolean isIn(String subject, CharSequence text) {
        if (text.length() > CHARACTERS_MAX) return false;
        var all = subject.substring(0, Math.min(subject.length(), SUBJECT_CHARACTERS_MAX)) + "\n" + text;
        var lower = all.toLowerCase(Locale.ROOT);
        if (lower.length() != all.length()) lower = all; // a letter became two: offsets would be others
        return isSaid(all, lower);
    }

    /** Of each phrase only the first place counts: who says the same all over makes no work. */
    private static boolean isSaid(String all, String lower) {
        var seen = new BitSet();
        var found = new AtomicBoolean();
        ALL.in(lower, (at, phrase, number) -> {
            boolean isNamed = number == PHRASES.size();
            if (seen.get(number) || isNamed && !names(lower, at)) return true;
            seen.set(number);
            found.set((isNamed || isWord(lower, at, phrase.length())) && hasCode(all, at));
            return !found.get();
        });
        return found.get();
    }

    private static boolean names(String lower, int at) {
        boolean begins = at == 0 || !Character.isLetterOrDigit(lower.charAt(at - 1));
        return begins && NAMED.matcher(lower).region(at, Math.min(lower.length(), at + NAMED_CHARACTERS_MAX)).useTransparentBounds(true).lookingAt();
    }

    private static boolean isWord(String text, int at, int length) {
        boolean begins = at == 0 || !Character.isLetter(text.charAt(at - 1));
        return begins && (at + length >= text.length() || !Character.isLetter(text.charAt(at + length)) || length > 6);
    }

    private static boolean hasCode(String all, int at) {
        var near = CODE.matcher(all).region(Math.max(0, at - NEAR), Math.min(all.length(), at + NEAR)).useTransparentBounds(true);
        while (near.find()) if (!YEAR.matcher(near.group()).matches()) return true;
        return false;
    }
}
