package sigillo.web;

/** Every sentence of the pages, in each language: one that is missing does not compile. */
enum Text implements Sentence {
    SKIP("Skip to the contents", "Vai al contenuto"),
    LANGUAGE("Language", "Lingua"),
    OVERVIEW("Overview", "Panoramica"),
    MAIL("Mail", "Posta"),
    MAIL_SHORT("Read and write your mail in the browser.", "Leggi e scrivi la tua posta nel browser."),
    NOT_FOUND("Not found", "Non trovato"),
    NOT_FOUND_LONG("There is nothing at this address.", "A questo indirizzo non c'è nulla."),
    NOT_OURS("Not done", "Non eseguito"),
    NOT_OURS_LONG("This form did not come from a page of this server, or the page was too old."
            + " Open the page anew and try again.",
        "Questo modulo non viene da una pagina di questo server, oppure la pagina era troppo vecchia."
            + " Riapri la pagina e riprova."),

    SIGN_IN("Sign in", "Accedi"),
    SIGN_OUT("Sign out", "Esci"),
    SIGNED_OUT("You are signed out.", "Sei uscito."),
    ADDRESS("Address", "Indirizzo"),
    YOUR_PASSWORD("Your password", "La tua password"),
    SIGN_IN_HINT("The account of your mail at %s. App passwords do not open these pages.",
        "L'account della tua posta su %s. Le password per le app non aprono queste pagine."),
    SIGN_IN_REFUSED("Address and password do not match.", "Indirizzo e password non corrispondono."),
    SLOWED("Too many attempts. Try again in %d seconds.", "Troppi tentativi. Riprova tra %d secondi."),
    TOO_MANY_SESSIONS("Too many people are signed in at the moment. Try again later.",
        "Al momento ci sono troppi accessi aperti. Riprova più tardi."),

    SLOWED_A_WHILE("Too many attempts. Try again in a while.", "Troppi tentativi. Riprova tra un po'."),
    PASSWORD_WRONG("The password is wrong.", "La password non è corretta."),
    PASSWORD_UNSAID("This account is at level L2: its password does not leave the browser."
            + " Do it in the mail pages, where JavaScript is on.",
        "Questo account è al livello L2: la sua password non lascia il browser."
            + " Fallo nelle pagine della posta, con JavaScript attivo."),
    NOT_DONE("This could not be done. Open the page anew and try again.",
        "Non è stato possibile. Riapri la pagina e riprova."),
    CONFIRM("Confirm", "Conferma"),
    FORGOT("I have lost my password", "Ho perso la password"),
    BEGIN_AGAIN("Begin again with the password", "Ricomincia dalla password"),
    CODE("Code", "Codice"),
    CODE_LONG("The six digits that your authenticator shows now, or one of your backup codes."
            + " There are three minutes for it.",
        "Le sei cifre che la tua app di autenticazione mostra ora, oppure uno dei tuoi codici di riserva."
            + " Hai tre minuti."),
    CODE_WRONG("This code is wrong, or was used already. Try the next one.",
        "Il codice non è corretto o è già stato usato. Prova il prossimo."),
    CODE_REFUSED("That was too late, or too many codes were wrong. Begin again with the password.",
        "Troppo tardi, oppure troppi codici sbagliati. Ricomincia dalla password."),

    KIT("Recovery kit", "Kit di recupero"),
    KIT_TITLE("Sigillo recovery kit", "Kit di recupero di Sigillo"),
    KIT_WANTED("Before anything else, show once that you have your recovery code. It is asked for only now.",
        "Prima di tutto, mostra una volta che hai il tuo codice di recupero. Viene chiesto solo adesso."),
    KIT_IS_CONFIRMED("You have shown that you have your recovery code.",
        "Hai mostrato di avere il tuo codice di recupero."),
    KIT_CONFIRMED("Your recovery code is right. Keep it where you keep papers that matter.",
        "Il codice di recupero è giusto. Conservalo con i documenti importanti."),
    KIT_WHAT("When the password is lost, only the recovery code opens your mail. Nobody else has it:"
            + " not this server, not its operator. Without both, what is kept stays closed for ever.",
        "Se la password va persa, solo il codice di recupero apre la tua posta. Non ce l'ha nessun altro:"
            + " né questo server né chi lo gestisce. Senza entrambi, ciò che è conservato resta chiuso per sempre."),
    KIT_CONFIRM("Type the code", "Digita il codice"),
    KIT_CONFIRM_LONG("You got one when your account was made, or make a new one below."
            + " Nine groups of four letters and digits; small letters are as good.",
        "Ne hai ricevuto uno quando è stato creato il tuo account, oppure creane uno nuovo qui sotto."
            + " Nove gruppi di quattro lettere e cifre; le minuscole vanno bene."),
    RECOVERY_CODE("Recovery code", "Codice di recupero"),
    CODE_OF_KIT_WRONG("This is not your newest recovery code, or it has a slip: look at each group again.",
        "Questo non è il tuo codice di recupero più recente, oppure c'è un errore: ricontrolla ogni gruppo."),
    KIT_NEW("Make a new code", "Crea un nuovo codice"),
    KIT_NEW_LONG("It is shown once, for paper. The code before it opens nothing any more.",
        "Viene mostrato una volta sola, da mettere su carta. Il codice precedente non aprirà più nulla."),
    KIT_LOCKED("Mail from before the operator set a new password is still closed. The recovery code that you had then,"
            + " or the password that you had then, opens it: now, or later when you have a new code.",
        "La posta precedente alla password impostata da chi gestisce il server è ancora chiusa. La apre il codice di"
            + " recupero o la password che avevi allora: adesso, o più tardi con un nuovo codice già creato."),
    KIT_NEW_LOCKED("It is shown once, for paper. It opens what is open now, and mail that is still closed once you have"
            + " opened that. The code before it sets no password any more, and opens only the mail that is still"
            + " closed: keep it until you have opened that.",
        "Viene mostrato una volta sola, da mettere su carta. Apre ciò che è aperto adesso e, dopo che l'avrai aperta,"
            + " anche la posta ancora chiusa. Con il codice precedente non si imposta più una password: apre solo la"
            + " posta ancora chiusa. Conservalo finché non l'hai aperta."),
    KIT_MAKE("Make a new code", "Crea un nuovo codice"),
    KIT_MADE("This is your new code. It is shown this once.",
        "Questo è il tuo nuovo codice. Viene mostrato solo adesso."),
    KIT_KEEP("Opens the mail of this address when its password is lost."
            + " Keep it on paper, where you keep papers that matter; not beside the password.",
        "Apre la posta di questo indirizzo se la password va persa. Conservalo su carta, con i documenti importanti;"
            + " non accanto alla password."),
    KIT_PRINT("Print this page or write the code down. Or keep it as a text file,"
            + " on a medium that is not this computer.",
        "Stampa questa pagina o trascrivi il codice. Oppure conservalo come file di testo,"
            + " su un supporto che non sia questo computer."),
    KIT_AS_TEXT("Download as text", "Scarica come testo"),
    KIT_NEXT("I have it: type it back", "Ce l'ho: lo digito"),
    SERVER("Server", "Server"),
    MADE_AT("Made", "Creato"),

    NEW_PASSWORD("New password", "Nuova password"),
    NEW_PASSWORD_AGAIN("New password, once more", "Nuova password, ancora una volta"),
    NEW_PASSWORD_HINT("At least 12 signs."
            + " Four or five words that do not belong together are good and easy to remember.",
        "Almeno 12 caratteri. Quattro o cinque parole che non stanno insieme sono sicure e facili da ricordare."),

    KIT_IN_WEBMAIL("Your browser keeps keys of yours here under your recovery code: make a new one in the webmail, in the settings, which takes them along.",
        "Il tuo browser tiene qui chiavi tue sotto il tuo codice di recupero: creane uno nuovo nella webmail, nelle impostazioni, che le porta con sé."),
    KIT_IN_BROWSER("At level L2 your browser makes the code, so that neither it nor your password leaves the browser:"
            + " in the mail pages, with JavaScript on.",
        "Al livello L2 il codice lo crea il tuo browser, così né quello né la tua password ne escono:"
            + " nelle pagine della posta, con JavaScript attivo."),
    PASSWORD_IN_WEBMAIL("Your browser keeps keys of yours here under your password: change it in the webmail, in the settings, which takes them along.",
        "Il tuo browser tiene qui chiavi tue sotto la tua password: cambiala nella webmail, nelle impostazioni, che le porta con sé."),
    PASSWORDS_DIFFER("The two new passwords differ.", "Le due nuove password sono diverse."),
    PASSWORD_SHORT("The new password has fewer than 12 signs.", "La nuova password ha meno di 12 caratteri."),
    PASSWORD_UNFIT("This cannot be a password: choose another.",
        "Questa non può essere una password: scegline un'altra."),
    GO_ON("Go on", "Continua"),
    HAVE_IT("I have it", "Fatto"),
    COUNT("%d in use", "%d in uso"),
    IS_ON("On", "Attivo"),
    IS_OFF("Off", "Non attivo"),
    CONFIRMED("Confirmed", "Confermato"),
    NOT_CONFIRMED("To be confirmed", "Da confermare"),

    SESSIONS("Where you are signed in", "Dove hai l'accesso aperto"),
    SESSIONS_SHORT("The browsers and programs that have these pages open.",
        "I browser e i programmi che hanno queste pagine aperte."),
    SESSIONS_WHAT("Each one ends by itself after 15 minutes without use, and after 12 hours."
            + " Mail programs are not here: they have app passwords.",
        "Ogni accesso finisce da solo dopo 15 minuti senza uso e dopo 12 ore. I programmi di posta non sono qui:"
            + " hanno le password per le app."),
    THIS_ONE("this one", "questo"),
    DEVICE_UNKNOWN("Unknown browser", "Browser sconosciuto"),
    DEVICE_ON("%s on %s", "%s su %s"),
    SINCE("Signed in", "Accesso dal"),
    SIGN_OUT_THERE("Sign out", "Chiudi"),
    SIGN_OUT_ONE("Sign out %s", "Chiudi l'accesso di %s"),
    SIGN_OUT_OTHERS("Sign out all others", "Chiudi tutti gli altri"),
    SESSION_ENDED("Signed out there.", "Accesso chiuso."),
    SIGN_OUT_ALL("Sign out everywhere", "Esci ovunque"),

    USED("Your mail takes %s.", "La tua posta occupa %s."),
    USED_OF("Your mail takes %s of %s.", "La tua posta occupa %s su %s."),
    NEARLY_FULL("Your mail takes %s of %s. When it is full, new mail is turned away: delete what you do not need,"
            + " and empty the trash.",
        "La tua posta occupa %s su %s. Quando è piena, la nuova posta viene rifiutata: elimina ciò che non ti serve"
            + " e svuota il cestino."),
    FULL("Your mail takes %s of %s, and new mail is turned away. Delete what you do not need, and empty the trash.",
        "La tua posta occupa %s su %s e la nuova posta viene rifiutata."
            + " Elimina ciò che non ti serve e svuota il cestino."),

    APP_PASSWORDS("App passwords", "Password per le app"),
    APP_PASSWORDS_SHORT("One for each mail program and device.", "Una per ogni programma di posta e dispositivo."),
    APP_PASSWORDS_WHAT("A mail program signs in with a password of its own,"
            + " so that a lost phone is one line to revoke here. It opens your mail, not these pages.",
        "Un programma di posta accede con una password tutta sua, così un telefono perso è una riga da revocare qui."
            + " Apre la tua posta, non queste pagine."),
    NO_APP_PASSWORDS("There is none yet.", "Non ce n'è ancora nessuna."),
    MAKE_APP_PASSWORD("Make an app password", "Crea una password per un'app"),
    TOKENS("Tokens", "Token"),
    TOKENS_SHORT("For programs that sign in by OAuth bearer, with an end.",
        "Per programmi che accedono con OAuth bearer, con una scadenza."),
    TOKENS_WHAT("Like an app password, for scripts and programs that speak OAUTHBEARER. A token ends by itself.",
        "Come una password per le app, per script e programmi che usano OAUTHBEARER. Un token scade da solo."),
    NO_TOKENS("There is none yet.", "Non ce n'è ancora nessuno."),
    MAKE_TOKEN("Make a token", "Crea un token"),
    NAME("Name", "Nome"),
    NAME_HINT("So that you know it again: phone, laptop, printer.",
        "Per sapere dove si trova: telefono, portatile, stampante."),
    FOR_WHAT("What it is for", "A cosa serve"),
    SERVICE_IMAP("Reading mail (IMAP)", "Leggere la posta (IMAP)"),
    SERVICE_POP("Fetching mail (POP3)", "Scaricare la posta (POP3)"),
    SERVICE_SMTP("Sending mail (SMTP)", "Inviare la posta (SMTP)"),
    SERVICE_JMAP("Reading and sending mail (JMAP)", "Leggere e inviare la posta (JMAP)"),
    SERVICE_SIEVE("Writing rules, by which mail is sent on and answered (ManageSieve, and JMAP with it)",
        "Scrivere le regole, che inoltrano la posta e rispondono (ManageSieve, e con esso JMAP)"),
    EVERYTHING("Everything", "Tutto"),
    NO_SERVICE("Choose what it is for.", "Scegli a cosa serve."),
    GOOD_FOR("Good for", "Valido per"),
    DAYS("%d days", "%d giorni"),
    MAKE("Make it", "Crea"),
    GRANT_NOT_MADE("It was not made: its name needs 1 to 100 characters, and there may be 50 at most.",
        "Non è stata creata: il nome deve avere da 1 a 100 caratteri e ce ne possono essere al massimo 50."),
    SHOWN_ONCE("Type or paste this into the program now. It is shown this once.",
        "Digitalo o incollalo ora nel programma. Viene mostrato solo adesso."),
    USER_NAME("User name", "Nome utente"),
    ENDS("ends", "scade"),
    NEVER_USED("Not used yet", "Mai usata"),
    LAST_USED("Last used", "Ultimo uso"),
    THIS_MACHINE("this machine", "questo computer"),
    REVOKE("Revoke", "Revoca"),
    REVOKE_ONE("Revoke %s", "Revoca %s"),
    REVOKED("Revoked. Programs that came in by it are out.", "Revocato. I programmi che lo usavano sono usciti."),

    CHANGE_PASSWORD("Change password", "Cambia password"),
    CHANGE_PASSWORD_SHORT("The one that opens these pages and your mail.",
        "Quella che apre queste pagine e la tua posta."),
    CHANGE_PASSWORD_WHAT("Afterwards you are signed out everywhere at these pages. App passwords stay as they are.",
        "Dopo uscirai ovunque da queste pagine. Le password per le app restano come sono."),
    PASSWORD_CHANGED("Your password is the new one. Sign in with it.",
        "La password è quella nuova. Accedi con quella."),
    FORGOTTEN("Lost password", "Password persa"),
    FORGOTTEN_WHAT("With the recovery code from your kit you set a new password, and all mail opens."
            + " Without the code, only the operator can give you a new one;"
            + " mail from before then stays closed until you find the code or the old password."
            + " An account at level L2 does this in the webmail, where the code does not leave the browser.",
        "Con il codice di recupero del tuo kit imposti una nuova password e tutta la posta si apre."
            + " Senza il codice, solo chi gestisce il server può dartene una nuova;"
            + " la posta precedente resta allora chiusa finché non ritrovi il codice o la vecchia password."
            + " Un account al livello L2 lo fa nella webmail, dove il codice non lascia il browser."),
    SET_PASSWORD("Set the new password", "Imposta la nuova password"),
    RECOVERY_REFUSED("Address and recovery code do not match.", "Indirizzo e codice di recupero non corrispondono."),
    LOCKED("Mail from before", "Posta precedente"),
    LOCKED_SHORT("The operator has set a new password. Mail from before is still closed:"
            + " the recovery code or the password that you had then opens it.",
        "Chi gestisce il server ha impostato una nuova password. La posta precedente è ancora chiusa:"
            + " la apre il codice di recupero o la password che avevi allora."),
    LOCKED_WHAT("The recovery code, or the password that you had before the operator set a new one,"
            + " opens it again for good; also a code for which you have made another since.",
        "Il codice di recupero, o la password che avevi prima di quella impostata da chi gestisce il server,"
            + " la riapre per sempre; anche un codice che da allora hai sostituito con un altro."),
    CODE_OR_FORMER("Recovery code or former password", "Codice di recupero o password di prima"),
    OPEN_MAIL("Open it", "Apri"),
    OPENED("All your mail is open again.", "Tutta la tua posta è di nuovo aperta."),
    OPENED_SOME("A part of your mail is open again. Mail from before another new password of the operator is still closed.",
        "Una parte della tua posta è di nuovo aperta. Quella precedente a un'altra password impostata da chi gestisce il"
            + " server è ancora chiusa."),
    NEITHER("This is neither the recovery code nor the former password.",
        "Non è né il codice di recupero né la password di prima."),

    FACTOR("Second factor", "Secondo fattore"),
    FACTOR_SHORT("A code of your phone beside the password.", "Un codice del telefono oltre alla password."),
    FACTOR_WHAT("These pages then ask for a code of an authenticator app as well."
            + " It guards against who has come by your password, not against who has this server."
            + " Mail programs cannot be asked for codes: from then on they need app passwords.",
        "Queste pagine chiederanno anche un codice di un'app di autenticazione."
            + " Protegge da chi è venuto a sapere la tua password, non da chi ha in mano questo server."
            + " Ai programmi di posta non si può chiedere un codice: da allora servono loro password per le app."),
    FACTOR_TURN_ON("Turn it on", "Attiva"),
    FACTOR_TURN_ON_LONG("You need an authenticator app, on a phone or in a password manager.",
        "Serve un'app di autenticazione, sul telefono o in un gestore di password."),
    FACTOR_SCAN("Scan this with the authenticator.", "Inquadra questo con l'app di autenticazione."),
    QR_LABEL("QR code for the authenticator; the same is written below it",
        "Codice QR per l'app di autenticazione; lo stesso è scritto sotto"),
    FACTOR_TYPE("Or type this into it:", "Oppure digita questo nell'app:"),
    FACTOR_CONFIRM("Then type the six digits that it shows.", "Poi digita le sei cifre che mostra."),
    FACTOR_ON_NOW("The second factor is on.", "Il secondo fattore è attivo."),
    FACTOR_IS_ON("It is on. Backup codes that are left: %d.", "È attivo. Codici di riserva rimasti: %d."),
    FACTOR_TURN_OFF("Turn it off", "Disattiva"),
    FACTOR_OFF_NOW("The second factor is off.", "Il secondo fattore non è più attivo."),
    BACKUP_CODES("Backup codes", "Codici di riserva"),
    BACKUP_CODES_LONG("For the day without the phone. Each is good once. They are shown this once:"
            + " print them or write them down.",
        "Per il giorno senza telefono. Ognuno vale una volta. Vengono mostrati solo adesso: stampali o trascrivili."),
    NEW_CODES("New backup codes", "Nuovi codici di riserva"),
    NEW_CODES_LONG("Ten new ones; those before are void.", "Dieci nuovi; i precedenti non valgono più."),
    NEW_CODES_MADE("These are your new backup codes.", "Questi sono i tuoi nuovi codici di riserva."),

    KIT_SHORT("Paper for the day the password is lost.", "La carta per il giorno in cui la password va persa."),
    LEVEL("Who opens your mail", "Chi apre la tua posta"),
    PROTECTS("What this protects from", "Da cosa protegge"),
    PROTECTS_NOT("What it does not protect from", "Da cosa non protegge"),
    PROTECTS_DISK("Whoever takes the disk, or has a backup, reads no mail.",
        "Chi prende il disco, o ha una copia, non legge la posta."),
    PROTECTS_KEYS("Whoever has the server's keys too reads no mail, but can try passwords: a weak one he finds.",
        "Nemmeno chi ha anche le chiavi del server legge la posta, ma può provare le password: una debole la trova."),
    PROTECTS_IDLE("While no program and no browser of yours is connected, and 15 minutes later,"
            + " even who has the running server reads nothing that is kept.",
        "Quando nessun tuo programma o browser è collegato, e dopo altri 15 minuti,"
            + " nemmeno chi controlla il server acceso legge ciò che è conservato."),
    NOT_SESSION("Who controls the server while you are connected reads what you read."
            + " A phone that is connected all day keeps the mail open all day.",
        "Chi controlla il server mentre sei collegato legge ciò che leggi tu."
            + " Un telefono collegato tutto il giorno tiene aperta la posta tutto il giorno."),
    NOT_INCOMING("Mail comes in as its senders sent it: who controls the server then sees it pass,"
            + " before it is sealed.",
        "La posta arriva come è stata spedita: chi controlla il server in quel momento la vede passare,"
            + " prima che sia sigillata."),
    NOT_CLEAR("Not sealed are: flags, sizes, dates of arrival, how many messages are where,"
            + " and for some days from whom to whom.",
        "Non sono sigillati: contrassegni, dimensioni, date di arrivo, quanti messaggi ci sono e dove e,"
            + " per alcuni giorni, da chi a chi."),
    NOT_LOST("When you lose both the password and the recovery code, nobody opens what is there: not even we.",
        "Se perdi sia la password sia il codice di recupero, nessuno apre più ciò che c'è: nemmeno noi."),
    PROTECTS_DISK_0("Whoever takes the disk, or has a backup, without the server's keys, reads no mail.",
        "Chi prende il disco, o ha una copia, senza le chiavi del server, non legge la posta."),
    NOT_SERVER("Who runs this server, or has its keys, can read your mail at any time."
            + " In return a lost password costs you nothing.",
        "Chi gestisce questo server, o ne ha le chiavi, può leggere la tua posta in qualsiasi momento."
            + " In cambio, una password persa non ti costa nulla."),
    LEVEL_OPERATOR("On this server the level is changed by who runs it (sigillo account level).",
        "Su questo server il livello lo cambia chi lo gestisce (sigillo account level)."),
    LEVEL_FIXED("On this server only who runs it changes the level.",
        "Su questo server solo chi lo gestisce cambia il livello."),

    TO_1("Go to L1: only I open it", "Passa a L1: la apro solo io"),
    TO_1_KEYS("The server's key to your mail is destroyed and new keys are made."
            + " What is kept is then open only while you are connected.",
        "La chiave del server viene distrutta e se ne creano di nuove."
            + " Ciò che è conservato è allora aperto solo mentre sei collegato."),
    TO_1_BACKUPS("A backup of the server from before still opens with the server's keys.",
        "Una copia del server fatta prima si apre ancora con le chiavi del server."),
    TO_1_LOST("When you lose the password, only your recovery code opens the mail."
            + " You are asked for it right afterwards, and can make a new one there.",
        "Se perdi la password, solo il codice di recupero apre la posta."
            + " Ti viene chiesto subito dopo e lì puoi crearne uno nuovo."),
    TO_1_APPS("Your mail programs go on as they are.", "I tuoi programmi di posta continuano come prima."),
    TO_0("Go to L0: this server opens it too", "Passa a L0: la apre anche questo server"),
    TO_0_READS("This server gets a key: who runs it, or has its keys, can then read your mail at any time,"
            + " what is there and what comes.",
        "Questo server riceve una chiave: chi lo gestisce, o ne ha le chiavi,"
            + " può allora leggere la tua posta in qualsiasi momento, quella che c'è e quella che arriva."),
    TO_0_LOST("When you lose the password, who runs the server gives you a new one, and everything opens.",
        "Se perdi la password, chi gestisce il server te ne dà una nuova e tutto si apre."),
    TO_0_BACK("You can come back, with new keys. What was read or copied meanwhile stays read.",
        "Puoi tornare indietro, con chiavi nuove. Ciò che nel frattempo è stato letto o copiato resta letto."),
    LEVEL_1_NOW("From now on only you open your mail.", "Da ora solo tu apri la tua posta."),
    LEVEL_0_NOW("From now on this server opens your mail too.", "Da ora anche questo server apre la tua posta."),

    SENDING("Sending", "Invio"),
    SENDING_GOES("Your account sends.", "Il tuo account invia."),
    SENDING_PAUSED("Sending from your account is paused.", "L'invio dal tuo account è sospeso."),
    SENDING_PAUSED_LONG("Nothing is sent from your account: %s. What was still waiting is held. This is so since",
        "Dal tuo account non parte più posta: %s. Ciò che era in attesa è trattenuto. Questo dal"),
    SENDING_ADVICE("If that was not you, somebody knows your password, or an app password of yours: change the one,"
            + " revoke the others.",
        "Se non sei stato tu, qualcuno conosce la tua password o una tua password per app: cambia la prima,"
            + " revoca le altre."),
    SENDING_NOT_YET("To send again, turn on a second factor, or change your password; once a day you can do so"
            + " yourself. Or ask who runs this server.",
        "Per inviare di nuovo, attiva un secondo fattore o cambia la password; puoi farlo da te una volta al giorno."
            + " Oppure chiedi a chi gestisce il server."),
    SENDING_MINE("It was me: send what is held", "Sono stato io: invia ciò che è trattenuto"),
    SENDING_NOT_MINE("It was not me: delete what is held", "Non sono stato io: elimina ciò che è trattenuto"),

    FILTER("Junk mail", "Posta indesiderata"),
    FILTER_SHORT("When mail goes to Junk, and whom you allow or block", "Quando la posta finisce tra l'indesiderata, e chi permetti o blocchi"),
    FILTER_WHAT("Each mail from outside gets a score: the higher it is, the more speaks for junk. It stands in the mail's header, with the"
            + " reasons. The filter learns from what you move to Junk and out of it, too.",
        "Ogni messaggio da fuori riceve un punteggio: più è alto, più cose fanno pensare a posta indesiderata. Sta nell'intestazione del"
            + " messaggio, con i motivi. Il filtro impara anche da ciò che sposti tra l'indesiderata e fuori di lì."),
    FILTER_IS_OFF("The filter of this server is off: nothing of this counts until it is on.",
        "Il filtro di questo server è spento: niente di tutto questo vale finché non è acceso."),
    FILTER_LINE("Mail goes to Junk", "La posta finisce tra l'indesiderata"),
    FILTER_LINE_SERVER("from a score of %s on, as for all here", "da un punteggio di %s in su, come per tutti qui"),
    FILTER_LINE_OWN("from a score of my own on", "da un punteggio scelto da me in su"),
    FILTER_LINE_NEVER("never because of its score", "mai per il suo punteggio"),
    FILTER_SCORE("Your own score", "Il tuo punteggio"),
    FILTER_SCORE_HINT("Above 0 and at most 100. 4 is strict, 8 is lenient.", "Sopra 0 e al massimo 100. 4 è severo, 8 è indulgente."),
    FILTER_SAVE("Save", "Salva"),
    FILTER_LINE_SAVED("From now on mail goes to Junk as you have said.", "Da ora la posta finisce tra l'indesiderata come hai detto."),
    FILTER_NO_SCORE("A score is a number above 0 and at most 100, such as 6.5.", "Un punteggio è un numero sopra 0 e al massimo 100, per esempio 6,5."),
    FILTER_ADD("Add a sender", "Aggiungi un mittente"),
    FILTER_WHO("Address or domain", "Indirizzo o dominio"),
    FILTER_WHO_HINT("bob@shop.example, or shop.example for all of that domain and of those below it.",
        "bob@shop.example, oppure shop.example per tutto il dominio e quelli sotto di esso."),
    FILTER_WORD("Mail of this sender", "La posta di questo mittente"),
    FILTER_ALLOW("goes to the inbox, where it is shown to be his", "va nella posta in arrivo, se è dimostrato che è sua"),
    FILTER_BLOCK("goes to Junk", "va tra l'indesiderata"),
    FILTER_REFUSE("is refused, and the sender is told", "viene rifiutata, e il mittente lo sa"),
    FILTER_LISTED("Senders of whom you have said something", "Mittenti di cui hai detto qualcosa"),
    FILTER_ALLOWED("Allowed: to the inbox", "Permesso: nella posta in arrivo"),
    FILTER_BLOCKED("Blocked: to Junk", "Bloccato: tra l'indesiderata"),
    FILTER_REFUSED("Refused", "Rifiutato"),
    FILTER_NOBODY("You have said nothing of any sender.", "Non hai detto niente di nessun mittente."),
    FILTER_REMOVE("Take off", "Togli"),
    FILTER_REMOVE_ONE("Take off: %s", "Togli: %s"),
    FILTER_BEFORE("Before", "Precedenti"),
    FILTER_AFTER("More", "Altri"),
    FILTER_OF("%d to %d of %d", "da %d a %d di %d"),
    FILTER_SAID("It counts from the next mail on.", "Vale dal prossimo messaggio."),
    FILTER_UNSAID("Nothing is said of this sender any more.", "Di questo mittente non è più detto niente."),
    FILTER_NO_ADDRESS("This is neither an address nor a domain.", "Questo non è né un indirizzo né un dominio."),
    FILTER_FULL("The list has %d entries, which is the most: take some off first.", "L'elenco ha %d voci, il massimo: togline prima qualcuna."),
    REFUSED("Refused mail", "Posta rifiutata"),
    REFUSED_SHORT("What was not let in, and why", "Che cosa non è entrato, e perché"),
    REFUSED_WHAT("What this server has refused or put off for you in the last 30 days. The mails themselves were never kept:"
            + " only who wrote, to which address, when, and why they were not let in.",
        "Ciò che questo server ha rifiutato o rimandato per te negli ultimi 30 giorni. I messaggi non sono mai stati conservati:"
            + " solo chi ha scritto, a quale indirizzo, quando e perché non sono entrati."),
    REFUSED_NONE("Nothing was refused.", "Nulla è stato rifiutato."),
    REFUSED_NOTIFICATION("A notification, without a sender", "Una notifica, senza mittente"),
    REFUSED_FOR("to %s", "a %s"),
    REFUSED_FROM("by %s", "da %s"),
    REFUSED_ALIKE("And %s more like it.", "E altri %s come questo."),
    REFUSED_OTHERS("And %s more that day.", "E altri %s quel giorno."),
    REFUSED_FULL("Your mailbox was full.", "La tua casella era piena."),
    REFUSED_LARGE("It was too large.", "Era troppo grande."),
    REFUSED_POLICY("A rule kept it out, or nobody could show that it is from where it says.",
        "Una regola l'ha fermato, oppure nessuno poteva dimostrare che venisse da dove dice."),
    REFUSED_BUSY("This server could not take it at that moment.", "In quel momento questo server non poteva accettarlo."),
    REFUSED_FAULT("Something is wrong with the message itself.", "C'è qualcosa di sbagliato nel messaggio stesso."),
    REFUSED_COMES_AGAIN("Its server was asked to come again, which servers do by themselves.",
        "Al suo server è stato chiesto di riprovare, cosa che i server fanno da soli."),
    REFUSED_LET_IN("Mail of this sender goes to your inbox from now on, where it is shown to be his.",
        "Da ora la posta di questo mittente va nella tua posta in arrivo, se è dimostrato che è sua."),
    LET_IN("Let it in next time", "La prossima volta fallo entrare"),
    LET_IN_ONE("Let mail of %s in next time", "La prossima volta fai entrare la posta di %s"),

    LIST("Mailing list", "Lista di discussione"),
    LIST_JOIN_LONG("To join %s, type your address: you get a message by which you confirm that it is yours.",
        "Per iscriverti a %s, scrivi il tuo indirizzo: riceverai un messaggio con cui confermi che è tuo."),
    LIST_JOIN("Join", "Iscriviti"),
    LIST_ASKED("A message is on its way to that address, unless there was one today: it says how you join %s.",
        "Un messaggio è in viaggio verso quell'indirizzo, a meno che oggi non ce ne sia già stato uno: dice come iscriverti a %s."),
    LIST_NO_ADDRESS("This is not an address.", "Questo non è un indirizzo."),
    LIST_CONFIRM_LONG("Do you want to get %s at this address?", "Vuoi ricevere %s a questo indirizzo?"),
    LIST_JOINED("You get %s from now on.", "Da ora ricevi %s."),
    LIST_LEAVE_LONG("Do you want to get %s no more?", "Non vuoi più ricevere %s?"),
    LIST_LEAVE("Unsubscribe", "Annulla l'iscrizione"),
    LIST_LEFT("You get %s no more.", "Non ricevi più %s."),
    LIST_HELD_LONG("This message to %s waits for you. It goes to all members, or is removed, as you say here.",
        "Questo messaggio per %s ti aspetta. Va a tutti gli iscritti, o viene eliminato: decidi qui."),
    LIST_HELD_PASS("Pass on to all", "Inoltra a tutti"),
    LIST_HELD_REMOVE("Remove", "Elimina"),
    LIST_HELD_PASSED("The message goes to all members of %s.", "Il messaggio va a tutti gli iscritti di %s."),
    LIST_HELD_REMOVED("The message to %s is removed; nobody is told.", "Il messaggio per %s è eliminato; nessuno viene avvisato."),
    LIST_HELD_GONE("This message does not wait any more: somebody has decided, or seven days have passed.",
        "Questo messaggio non aspetta più: qualcuno ha deciso, o sono passati sette giorni."),
    LIST_LINK_WRONG("This link is wrong or too old.", "Questo collegamento è sbagliato o troppo vecchio."),

    PROGRAMS("Programs", "Programmi"),
    PROGRAMS_SHORT("Mail programs and devices that you have let in at a page of this server.",
        "Programmi di posta e dispositivi a cui hai dato accesso da una pagina di questo server."),
    PROGRAMS_WHAT("You have let these in with your browser. Each has a way in of its own, never your password:"
            + " revoke one and it is out at once, while the others stay.",
        "A questi hai dato accesso con il browser. Ognuno ha una via propria, mai la tua password:"
            + " se ne revochi uno è fuori subito, mentre gli altri restano."),
    NO_PROGRAMS("There is none yet. A program that can ask for it opens a page of this server.",
        "Non ce n'è ancora nessuno. Un programma che sa chiederlo apre una pagina di questo server."),
    CONSENT("A program asks for your mail", "Un programma chiede la tua posta"),
    CONSENT_ASKS("%s wants to be let in to %s. That is the name that it gives itself. It would be able to:",
        "%s vuole accedere a %s. È il nome che il programma dà a se stesso. Potrebbe:"),
    CONSENT_NAMELESS("A program without a name", "Un programma senza nome"),
    CONSENT_READS("read, change and delete all your mail", "leggere, modificare ed eliminare tutta la tua posta"),
    CONSENT_SENDS("send mail in your name", "inviare posta a tuo nome"),
    CONSENT_RULES("change the rules for your mail, by which it is sent on to others and answered",
        "cambiare le regole per la tua posta, che la inoltrano ad altri e rispondono"),
    CONSENT_BACK_HERE("Your browser then goes back to the program on this device. Say yes only if you have just begun this there.",
        "Il browser torna poi al programma su questo dispositivo. Accetta solo se hai appena iniziato tu da lì."),
    CONSENT_BACK_AT("Your browser then goes to %s. Say yes only if you have just begun this there.",
        "Il browser va poi a %s. Accetta solo se hai appena iniziato tu da lì."),
    CONSENT_YES("Let it in", "Consenti l'accesso"),
    CONSENT_NO("No", "No"),
    CONSENT_NO_CLIENT("This server does not know the program that sent you here. Nothing was given to it.",
        "Questo server non conosce il programma che ti ha mandato qui. Non gli è stato dato nulla."),
    CONSENT_NO_REDIRECT("The program wants the answer sent to an address that is not its own. Nothing was given to it.",
        "Il programma vuole la risposta a un indirizzo che non è il suo. Non gli è stato dato nulla."),
    CONSENT_NOT_DONE("It was not let in: there may be 50 programs at most. Revoke one that you do not use any more.",
        "L'accesso non è stato dato: i programmi possono essere al massimo 50. Revocane uno che non usi più."),
    DEVICE_LET_IN("Let a device in", "Dai accesso a un dispositivo"),
    DEVICE_WHAT("A program or device that has no browser shows a code. Type it here.",
        "Un programma o dispositivo senza browser mostra un codice. Digitalo qui."),
    DEVICE_CODE("Code on the device", "Codice sul dispositivo"),
    DEVICE_GO_ON("Go on", "Avanti"),
    DEVICE_CODE_UNKNOWN("This code is wrong, or its ten minutes are over.",
        "Il codice non è corretto, oppure i suoi dieci minuti sono passati."),
    DEVICE_FROM("It has asked from %s,", "Lo ha chiesto da %s,"),
    DEVICE_COMPARE("The code %s must stand at this moment on a device in front of you. If somebody else gave it to you,"
            + " say no: it would be he who reads your mail.",
        "Il codice %s deve trovarsi in questo momento su un dispositivo davanti a te. Se te lo ha dato qualcun altro,"
            + " rispondi no: sarebbe lui a leggere la tua posta."),
    DEVICE_GRANTED("It is let in. You may close this page.", "L'accesso è dato. Puoi chiudere questa pagina."),
    DEVICE_REFUSED("It is not let in.", "L'accesso non è stato dato."),

    MASKED("Masked addresses", "Indirizzi mascherati"),
    MASKED_SHORT("One for each shop or form, so that nobody needs your own.",
        "Uno per ogni negozio o modulo: nessuno ha bisogno del tuo."),
    MASKED_WHAT("An address that does not say whose it is. Its mail comes to your inbox, and you may answer under it."
            + " When it gets junk, you know who gave it away: pause it, or delete it.",
        "Un indirizzo che non dice di chi è. La sua posta arriva nella tua casella e puoi rispondere con quello."
            + " Se riceve spazzatura, sai chi lo ha ceduto: sospendilo o eliminalo."),
    NO_MASKED("There is none yet.", "Non ce n'è ancora nessuno."),
    MAKE_MASKED("Make a new one", "Creane uno nuovo"),
    MASKED_FOR("For whom it is", "Per chi è"),
    MASKED_FOR_HINT("Only you see this: the name of the shop, for example.", "Lo vedi solo tu: per esempio il nome del negozio."),
    MASKED_MADE("This is your new address:", "Questo è il tuo nuovo indirizzo:"),
    MASKED_NOT_MADE("It was not made. There may be %d at a time, and the note has at most %d signs.",
        "Non è stato creato. Possono essercene %d alla volta e la nota ha al massimo %d caratteri."),
    MASKED_NO_MAIL("No mail yet", "Ancora nessun messaggio"),
    MASKED_LAST("Last mail", "Ultimo messaggio"),
    MASKED_FIRST("First from %s", "Il primo da %s"),
    MASKED_IS_PAUSED("Paused: its mail is refused", "Sospeso: la sua posta viene rifiutata"),
    MASKED_PAUSE("Pause", "Sospendi"),
    MASKED_PAUSE_ONE("Pause %s", "Sospendi %s"),
    MASKED_RESUME("Resume", "Riattiva"),
    MASKED_RESUME_ONE("Resume %s", "Riattiva %s"),
    MASKED_NOTE("Change the note", "Cambia la nota"),
    MASKED_DELETE("Delete", "Elimina"),
    MASKED_DELETE_ONE("Delete %s", "Elimina %s"),
    MASKED_DELETE_LONG("Its mail is refused from then on, and nobody gets this address ever again, not even you.",
        "Da allora la sua posta viene rifiutata e nessuno riavrà mai questo indirizzo, nemmeno tu."),
    MASKED_DELETE_NOW("Delete it for good", "Elimina per sempre"),
    MASKED_PAUSED("Paused: its mail is refused until you resume it.",
        "Sospeso: la sua posta viene rifiutata finché non lo riattivi."),
    MASKED_RESUMED("It takes mail again.", "Riceve di nuovo posta."),
    MASKED_NOTED("The note is changed.", "La nota è cambiata."),
    MASKED_GONE("The address is deleted.", "L'indirizzo è eliminato."),

    LEVEL_1("Only you open your mail", "Solo tu apri la tua posta"),
    LEVEL_0("You and this server open your mail", "Tu e questo server aprite la tua posta"),
    LEVEL_2("Only your browsers and programs read your mail", "Solo i tuoi browser e programmi leggono la tua posta"),
    LEVEL_2_SHORT("Level L2: mail that comes is encrypted to your own key, which this server does not have,"
            + " and sealed below that as at L1.",
        "Livello L2: la posta che arriva è cifrata con la tua chiave, che questo server non ha,"
            + " e sotto è sigillata come a L1."),
    PROTECTS_SESSION("Also while you are connected, the server sees no text, no attachment and no subject of it.",
        "Anche mentre sei collegato, il server non ne vede testo, allegati né oggetto."),
    NOT_OUTER("While you are connected, the server sees the outside of it: sender, recipients, date, Message-ID, the way it"
            + " came; and the names of your mailboxes. Of mail that its sender encrypted, also the subject if he left it there.",
        "Mentre sei collegato, il server ne vede l'esterno: mittente, destinatari, data, Message-ID, la via per cui è"
            + " arrivata; e i nomi delle tue cartelle. Della posta cifrata da chi l'ha mandata, anche l'oggetto, se l'ha lasciato lì."),
    NOT_INCOMING_2("Mail that others send unencrypted passes through the server's memory in clear, once, as it comes:"
            + " filters and your rules read it there.",
        "La posta che altri mandano non cifrata passa in chiaro per la memoria del server, una volta, quando arriva:"
            + " filtri e regole la leggono lì."),
    NOT_PAGES("The pages of the webmail come from this server: a server that lies to you could send others.",
        "Le pagine della webmail vengono da questo server: un server che mente potrebbe mandarne altre."),
    TO_2("Go to L2: only your key reads what comes", "Passa a L2: solo la tua chiave legge ciò che arriva"),
    LEVEL_1_FIRST("Go to level L1 first, where only you open your mail.", "Passa prima al livello L1, dove solo tu apri la tua posta."),
    KIT_FIRST("Confirm your recovery code first: without password and code nobody reads this mail again.",
        "Conferma prima il codice di recupero: senza password e codice nessuno rilegge questa posta."),
    VAULT_FIRST("Your browser keeps no keys here yet. Set up encryption in the webmail first.",
        "Il tuo browser non conserva ancora chiavi qui. Configura prima la cifratura nella webmail."),
    CERTIFICATE_FIRST("You have published no key to which one could encrypt now.",
        "Non hai pubblicato alcuna chiave con cui si possa cifrare adesso."),
    LEVEL_IN_WEBMAIL("To leave this level, open the settings of the webmail: your browser has to decrypt what is there.",
        "Per lasciare questo livello apri le impostazioni della webmail: il tuo browser deve decifrare ciò che c'è."),
    LEVEL_1_SHORT("Level L1: what is kept is sealed,"
            + " and this server can read it only while a session of yours is open.",
        "Livello L1: ciò che è conservato è sigillato"
            + " e questo server può leggerlo solo mentre una tua sessione è aperta."),
    LEVEL_0_SHORT("Level L0: what is kept is sealed, and this server has a key to it.",
        "Livello L0: ciò che è conservato è sigillato e questo server ne ha una chiave."),

    QR_ANDROID("Thunderbird for Android: add an account, import from a QR code, scan this. It has the password in it.",
        "Thunderbird per Android: aggiungi un account, importa da codice QR, inquadra questo. Contiene la password."),
    QR_APPLE("iPhone, iPad: scan with the camera, open it in Safari, install the profile; it asks for the password above.",
        "iPhone, iPad: inquadra con la fotocamera, apri in Safari, installa il profilo; chiede la password qui sopra."),
    CLIENTS("Mail programs", "Programmi di posta"),
    CLIENTS_SHORT("What Thunderbird, Outlook, a telephone find when they are set up.", "Che cosa trovano Thunderbird, Outlook, un telefono quando li configuri."),
    CLIENTS_WAIT("Asking as the programs do. This takes some ten seconds; the page goes on by itself.", "Chiedo come fanno i programmi. Ci vuole una decina di secondi; la pagina prosegue da sola."),
    CLIENTS_WHAT("Each program was played against this server, by its public names, up to where it says a password. With all green, address and app password are all it needs.",
        "Ogni programma è stato provato contro questo server, con i suoi nomi pubblici, fino al punto in cui direbbe una password. Se è tutto verde, bastano indirizzo e password per le app."),
    CLIENTS_AGAIN("Open the page anew to look again. What is red, whoever runs the server mends.", "Riapri la pagina per controllare di nuovo. Ciò che è rosso lo sistema chi gestisce il server."),

    STATUS("This server", "Questo server"),
    STATUS_SHORT("Sending, receiving, names, certificates: how it is, and what is to be done.",
        "Invio, ricezione, nomi, certificati: come sta, e che cosa c'è da fare."),
    STATUS_WAIT("Looking. This takes up to a minute; the page goes on by itself.", "Sto controllando. Ci vuole al massimo un minuto; la pagina prosegue da sola."),
    STATUS_WELL("Nothing is wrong.", "Tutto a posto."),
    STATUS_WRONG("What is wrong: %d.", "Cose che non vanno: %d."),
    STATUS_AT("Looked at:", "Ultimo controllo:"),
    STATUS_PUSH("Notifications", "Notifiche"),
    STATUS_PUSH_LONG("This browser can be told when something is wrong, and again when it is over, also while this page is closed. What is told passes the push service of the browser's maker, which cannot read it.",
        "Questo browser può essere avvisato quando qualcosa non va, e di nuovo quando è passato, anche con questa pagina chiusa. L'avviso passa dal servizio di chi fa il browser, che non può leggerlo."),
    STATUS_PUSH_COUNT("Browsers of yours that are told: %d.", "I tuoi browser che vengono avvisati: %d."),
    STATUS_PUSH_ON("Tell this browser", "Avvisa questo browser"),
    STATUS_PUSH_OFF("Tell this browser no longer", "Non avvisare più questo browser"),
    STATUS_PUSH_DENIED("The browser does not allow it: look at its settings for this page.", "Il browser non lo permette: guardare le sue impostazioni per questa pagina."),
    STATUS_PUSH_NOT("This browser cannot be told: what it says of itself is not understood, or ten browsers are told already.",
        "Questo browser non si può avvisare: ciò che dice di sé non si capisce, o se ne avvisano già dieci."),
    STATUS_ORDERED("A certificate is ordered now; look again in some minutes.", "Il certificato viene ordinato ora; ricontrolla tra qualche minuto."),
    STATUS_LOOK("Look now", "Controlla adesso"),
    STATUS_LOOK_LONG("It is looked at each hour by itself. A look takes up to a minute; then open this page anew.",
        "Il controllo avviene da sé ogni ora. Ci vuole al massimo un minuto; poi riapri questa pagina.");

    private final String english;
    private final String italian;

    Text(String english, String italian) {
        this.english = english;
        this.italian = italian;
    }

    @Override public String in(Language language) {
        return switch (language) {
            case ENGLISH -> english;
            case ITALIAN -> italian;
        };
    }
}
