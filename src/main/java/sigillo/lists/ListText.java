package sigillo.lists;

/**
 * What lists say by mail, in each language: nobody knows which one its reader speaks, so all are in it. Nothing of what was
 * sent to a list is repeated, so that nobody is made to read a stranger's words.
 */
enum ListText {
    CONFIRM("Please confirm: %1$s / Conferma: %1$s", """
        Somebody, probably you, wants to get the mailing list %1$s at this address.

        To confirm, answer this message as it is, or open this page within three days:
        %2$s

        If it was not you, do nothing: you get nothing more.
        """, """
        Qualcuno, probabilmente tu, vuole ricevere la lista %1$s a questo indirizzo.

        Per confermare, rispondi a questo messaggio così com'è, oppure apri questa pagina entro tre giorni:
        %2$s

        Se non sei stato tu, non fare nulla: non riceverai altro.
        """),
    WELCOME("Welcome to / Benvenuto in: %1$s", """
        From now on you get the mailing list %1$s. To write to it, write to %3$s.

        To leave, open this page, or use "unsubscribe" in your mail program:
        %2$s
        """, """
        Da ora ricevi la lista %1$s. Per scriverle, scrivi a %3$s.

        Per uscirne, apri questa pagina, o usa "annulla iscrizione" nel tuo programma di posta:
        %2$s
        """),
    LEFT("You have left / Sei uscito da: %1$s", """
        You get no more mail of the mailing list %1$s. To come back: %2$s
        """, """
        Non ricevi più la lista %1$s. Per tornare: %2$s
        """),
    PAUSED("Paused / Sospesa: %1$s", """
        Mail of the mailing list %1$s to this address came back on several days, so none is sent for now. To get it again, answer this
        message as it is, or open this page within three days:
        %2$s
        """, """
        La posta della lista %1$s per questo indirizzo è tornata indietro in più giorni: per ora non ne viene inviata altra. Per
        riceverla di nuovo, rispondi a questo messaggio così com'è, oppure apri questa pagina entro tre giorni:
        %2$s
        """),
    HELP("About / Informazioni: %1$s", """
        The mailing list %1$s
          to write to it: %3$s
          to join: an empty message to %4$s, or %2$s
          to leave: a message to %5$s from the address that gets the list
          to reach whoever looks after it: %6$s
        """, """
        La lista %1$s
          per scriverle: %3$s
          per iscriversi: un messaggio vuoto a %4$s, oppure %2$s
          per uscire: un messaggio a %5$s dall'indirizzo che riceve la lista
          per chi se ne occupa: %6$s
        """);

    private final String subject;
    private final String english;
    private final String italian;

    ListText(String subject, String english, String italian) {
        this.subject = subject;
        this.english = english;
        this.italian = italian;
    }

    String subject(MailList list) { return subject.formatted(list.title()); }

    /** {@code link}: where it is done in a browser. */
    String text(MailList list, String link) {
        var values = new Object[] {list.title(), link, list.address(), list.at("subscribe"), list.at("unsubscribe"), list.at("owner")};
        return english.formatted(values) + "\n* * *\n\n" + italian.formatted(values);
    }
}
