package sigillo.web;

/** Every sentence of the pages, in each language: one that is missing does not compile. */
enum Text {
    SKIP("Skip to the contents", "Vai al contenuto"),
    LANGUAGE("Language", "Lingua"),
    OVERVIEW("Overview", "Panoramica"),
    NOT_FOUND("Not found", "Non trovato"),
    NOT_FOUND_LONG("There is nothing at this address.", "A questo indirizzo non c'è nulla."),
    NOT_OURS("Not done", "Non eseguito"),
    NOT_OURS_LONG("This form did not come from a page of this server, or the page was too old. Open the page anew and try again.",
        "Questo modulo non viene da una pagina di questo server, oppure la pagina era troppo vecchia. Riapri la pagina e riprova."),

    SIGN_IN("Sign in", "Accedi"),
    SIGN_OUT("Sign out", "Esci"),
    SIGNED_OUT("You are signed out.", "Sei uscito."),
    ADDRESS("Address", "Indirizzo"),
    YOUR_PASSWORD("Your password", "La tua password"),
    SIGN_IN_HINT("The account of your mail at %s. App passwords do not open these pages.",
        "L'account della tua posta su %s. Le password per le app non aprono queste pagine."),
    SIGN_IN_REFUSED("Address and password do not match.", "Indirizzo e password non corrispondono."),
    SLOWED("Too many attempts. Try again in %d seconds.", "Troppi tentativi. Riprova tra %d secondi."),
    TOO_MANY_SESSIONS("Too many people are signed in at the moment. Try again later.", "Al momento ci sono troppi accessi aperti. Riprova più tardi."),

    SLOWED_A_WHILE("Too many attempts. Try again in a while.", "Troppi tentativi. Riprova tra un po'."),
    PASSWORD_WRONG("The password is wrong.", "La password non è corretta."),
    NOT_DONE("This could not be done. Open the page anew and try again.", "Non è stato possibile. Riapri la pagina e riprova."),
    CONFIRM("Confirm", "Conferma"),
    FORGOT("I have lost my password", "Ho perso la password"),
    BEGIN_AGAIN("Begin again with the password", "Ricomincia dalla password"),
    CODE("Code", "Codice"),
    CODE_LONG("The six digits that your authenticator shows now, or one of your backup codes. There are three minutes for it.",
        "Le sei cifre che la tua app di autenticazione mostra ora, oppure uno dei tuoi codici di riserva. Hai tre minuti."),
    CODE_WRONG("This code is wrong, or was used already. Try the next one.", "Il codice non è corretto o è già stato usato. Prova il prossimo."),
    CODE_REFUSED("That was too late, or too many codes were wrong. Begin again with the password.",
        "Troppo tardi, oppure troppi codici sbagliati. Ricomincia dalla password."),

    KIT("Recovery kit", "Kit di recupero"),
    KIT_TITLE("Sigillo recovery kit", "Kit di recupero di Sigillo"),
    KIT_WANTED("Before anything else, show once that you have your recovery code. It is asked for only now.",
        "Prima di tutto, mostra una volta che hai il tuo codice di recupero. Viene chiesto solo adesso."),
    KIT_IS_CONFIRMED("You have shown that you have your recovery code.", "Hai mostrato di avere il tuo codice di recupero."),
    KIT_CONFIRMED("Your recovery code is right. Keep it where you keep papers that matter.",
        "Il codice di recupero è giusto. Conservalo con i documenti importanti."),
    KIT_WHAT("When the password is lost, only the recovery code opens your mail. Nobody else has it: not this server, not its operator. Without both, what is kept stays closed for ever.",
        "Se la password va persa, solo il codice di recupero apre la tua posta. Non ce l'ha nessun altro: né questo server né chi lo gestisce. Senza entrambi, ciò che è conservato resta chiuso per sempre."),
    KIT_CONFIRM("Type the code", "Digita il codice"),
    KIT_CONFIRM_LONG("You got one when your account was made, or make a new one below. Nine groups of four letters and digits; small letters are as good.",
        "Ne hai ricevuto uno quando è stato creato il tuo account, oppure creane uno nuovo qui sotto. Nove gruppi di quattro lettere e cifre; le minuscole vanno bene."),
    RECOVERY_CODE("Recovery code", "Codice di recupero"),
    CODE_OF_KIT_WRONG("This is not your newest recovery code, or it has a slip: look at each group again.",
        "Questo non è il tuo codice di recupero più recente, oppure c'è un errore: ricontrolla ogni gruppo."),
    KIT_NEW("Make a new code", "Crea un nuovo codice"),
    KIT_NEW_LONG("It is shown once, for paper. The code before it opens nothing any more.",
        "Viene mostrato una volta sola, da mettere su carta. Il codice precedente non aprirà più nulla."),
    KIT_MAKE("Make a new code", "Crea un nuovo codice"),
    KIT_MADE("This is your new code. It is shown this once.", "Questo è il tuo nuovo codice. Viene mostrato solo adesso."),
    KIT_KEEP("Opens the mail of this address when its password is lost. Keep it on paper, where you keep papers that matter; not beside the password.",
        "Apre la posta di questo indirizzo se la password va persa. Conservalo su carta, con i documenti importanti; non accanto alla password."),
    KIT_PRINT("Print this page or write the code down. Or keep it as a text file, on a medium that is not this computer.",
        "Stampa questa pagina o trascrivi il codice. Oppure conservalo come file di testo, su un supporto che non sia questo computer."),
    KIT_AS_TEXT("Download as text", "Scarica come testo"),
    KIT_NEXT("I have it: type it back", "Ce l'ho: lo digito"),
    SERVER("Server", "Server"),
    MADE_AT("Made", "Creato"),

    NEW_PASSWORD("New password", "Nuova password"),
    NEW_PASSWORD_AGAIN("New password, once more", "Nuova password, ancora una volta"),
    NEW_PASSWORD_HINT("At least 12 signs. Four or five words that do not belong together are good and easy to remember.",
        "Almeno 12 caratteri. Quattro o cinque parole che non stanno insieme sono sicure e facili da ricordare."),

    LEVEL_1("Only you open your mail", "Solo tu apri la tua posta"),
    LEVEL_0("You and this server open your mail", "Tu e questo server aprite la tua posta"),
    LEVEL_1_SHORT("Level L1: what is kept is sealed, and this server can read it only while a session of yours is open.",
        "Livello L1: ciò che è conservato è sigillato e questo server può leggerlo solo mentre una tua sessione è aperta."),
    LEVEL_0_SHORT("Level L0: what is kept is sealed, and this server has a key to it.",
        "Livello L0: ciò che è conservato è sigillato e questo server ne ha una chiave.");

    private final String english;
    private final String italian;

    Text(String english, String italian) {
        this.english = english;
        this.italian = italian;
    }

    /** With the places for values that {@link String#formatted} fills. */
    String in(Language language) {
        return switch (language) {
            case ENGLISH -> english;
            case ITALIAN -> italian;
        };
    }
}
