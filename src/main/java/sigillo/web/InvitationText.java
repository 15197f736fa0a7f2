package sigillo.web;

/** Sentences of the page of invitations, in each language. */
enum InvitationText implements Sentence {
    TITLE("Invitations", "Inviti"),
    SHORT("Links by which people make their accounts themselves.", "Link con cui ognuno si crea la casella da sé."),
    WHAT("Whoever opens the link chooses a passphrase that you do not see, and has the account. Each link works once; give it to one person.",
        "Chi apre il link sceglie una frase segreta che tu non vedi, e ha la casella. Ogni link vale una volta sola: dallo a una persona."),
    INVITE("Invite somebody", "Invita qualcuno"),
    TO("Address, or a domain where the name is chosen", "Indirizzo, oppure un dominio: il nome lo sceglie la persona"),
    MAIL("Send the link to (may stay empty)", "Manda il link a (può restare vuoto)"),
    MAIL_HINT("Sent by mail, the link is as safe as that mailbox. Without it, the link is shown here once.",
        "Mandato per posta, il link è sicuro quanto quella casella. Altrimenti il link è mostrato qui una volta."),
    DAYS("Days it is valid", "Giorni di validità"),
    QUOTA("What the account may hold, in GiB (empty: as all others)", "Spazio della casella in GiB (vuoto: come le altre)"),
    MAKE("Make the link", "Crea il link"),
    MADE("The link, shown this once:", "Il link, mostrato solo ora:"),
    SENT("The link is on its way to %s. It is also here, this once:", "Il link è in viaggio verso %s. È anche qui, solo ora:"),
    NONE("There is no invitation.", "Non c'è nessun invito."),
    OPEN("Open until", "Aperto fino al"),
    USED("Used by %s,", "Usato da %s,"),
    OVER("Over since", "Scaduto il"),
    SPENT("Void: too many names were tried that are taken.", "Non più valido: troppi nomi provati erano già presi."),
    REVOKE("Revoke", "Revoca"),
    REVOKE_ONE("Revoke the invitation to %s", "Revoca l'invito a %s"),
    REMOVE("Remove from the list", "Togli dall'elenco"),
    REVOKED("It is void.", "Non è più valido."),
    NOT_SOUND("This is neither an address nor a domain of this server, or a number is none.",
        "Non è né un indirizzo né un dominio di questo server, oppure un numero non va bene."),
    REFUSED("It was not made: the address is somebody's, the domain is not of this server, or there are too many invitations.",
        "Non è stato creato: l'indirizzo è già di qualcuno, il dominio non è di questo server, oppure ci sono troppi inviti."),
    NOT_SENT("It could not be sent, and is void. Try again.", "Non è stato possibile mandarlo, e non è valido. Riprova.");

    private final String english;
    private final String italian;

    InvitationText(String english, String italian) {
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
