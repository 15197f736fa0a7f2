package sigillo.web;

/** Every sentence of the pages of set-up. */
enum SetupText implements Sentence {
    TITLE("Set up this server", "Configura questo server"),
    STEP("Step %d of %d", "Passo %d di %d"),
    GO_ON("Go on", "Avanti"),
    GO_BACK("Back", "Indietro"),
    LOOK_AGAIN("Look again", "Ricontrolla"),

    CODE_LONG("Type the code that the server showed when it was started. Where it runs as a service, sigillo setup code shows it.",
        "Digita il codice mostrato dal server all'avvio. Se è un servizio, lo mostra il comando sigillo setup code."),
    CODE("Code", "Codice"),
    CODE_WRONG("This is not the code.", "Il codice non è questo."),
    CODE_SPENT("There is no code that is good now. On the server, sigillo setup code makes a new one.",
        "Al momento nessun codice è valido. Sul server, sigillo setup code ne crea uno nuovo."),
    CODE_SLOWED("Too many attempts from your network. Try again in a quarter of an hour.",
        "Troppi tentativi dalla tua rete. Riprova tra un quarto d'ora."),

    CHECK("This machine", "Questa macchina"),
    CHECK_WAIT("Looking at this machine and at what others see of it. This takes half a minute at most; the page goes on by itself.",
        "Sto controllando questa macchina e ciò che gli altri ne vedono. Ci vuole al massimo mezzo minuto; la pagina prosegue da sola."),
    CHECK_GOOD("Nothing here stands in the way.", "Nulla lo impedisce."),
    CHECK_WRONG("What is wrong here will keep mail from coming or going. You can go on now and mend it later.",
        "Ciò che qui non va impedirà alla posta di arrivare o di partire. Puoi proseguire e rimediare dopo."),
    FINE("fine", "bene"),
    WARNING("warning", "avviso"),
    WRONG("wrong", "non va"),
    UNKNOWN("unknown", "ignoto"),

    NAMES("Names", "Nomi"),
    NAMES_LONG("The domain is what stands behind the @ of your addresses. You own it already; how it leads here comes later.",
        "Il dominio è ciò che segue la @ nei tuoi indirizzi. Lo possiedi già; come farlo puntare qui si vedrà dopo."),
    DOMAIN("Domain", "Dominio"),
    HOST("Name of this server", "Nome di questo server"),
    HOST_HINT("Empty: mail. and the domain. It should be the name that the reverse lookup of your address gives.",
        "Vuoto: mail. più il dominio. Dovrebbe essere il nome che si ottiene dalla ricerca inversa del tuo indirizzo."),
    HOST_IS("This server is called %s.", "Questo server si chiama %s."),
    DOMAIN_WRONG("This is no domain. One such as home.example would be right.",
        "Questo non è un dominio. Ad esempio home.example andrebbe bene."),
    HOST_WRONG("This is no host name. One such as mail.home.example would be right.",
        "Questo non è un nome di host. Ad esempio mail.home.example andrebbe bene."),

    CERTIFICATE("Certificate", "Certificato"),
    CERTIFICATE_LONG("Mail programs trust this server by a certificate. Let's Encrypt gives it for nothing, and it is renewed by itself.",
        "I programmi di posta si fidano di questo server grazie a un certificato. Let's Encrypt lo dà gratis, e si rinnova da solo."),
    AGREE("Order certificates of Let's Encrypt. I agree to its terms (letsencrypt.org/repository).",
        "Ordina i certificati di Let's Encrypt. Ne accetto le condizioni (letsencrypt.org/repository)."),
    AGREE_NOT("Not now. Programs will warn until there is another certificate.",
        "Non ora. I programmi daranno un avviso finché non ci sarà un altro certificato."),
    CONTACT("Your address elsewhere, for the authority (may be empty)", "Un tuo indirizzo altrove, per l'autorità (può restare vuoto)"),
    CONTACT_WRONG("This is no address.", "Questo non è un indirizzo."),
    NOT_WRITTEN("This could not be written down: %s", "Non è stato possibile scriverlo: %s"),
    BEGINS("The server begins anew with that", "Il server riparte con queste impostazioni"),
    BEGINS_LONG("This takes some seconds; the page goes on by itself.", "Ci vuole qualche secondo; la pagina prosegue da sola."),

    ACCOUNT("Your account", "Il tuo account"),
    ACCOUNT_LONG("The first account looks after this set-up. Your mail is sealed with its passphrase: nobody can reset it so that the mail opens again.",
        "Il primo account si occupa di questa configurazione. La tua posta è sigillata con la sua passphrase: nessuno può reimpostarla in modo che la posta si riapra."),
    NAME("Name before @%s", "Nome prima di @%s"),
    PASSPHRASE("Passphrase", "Passphrase"),
    PASSPHRASE_HINT("At least 12 signs. Four or five words that have nothing to do with each other are good.",
        "Almeno 12 caratteri. Vanno bene quattro o cinque parole senza alcun legame tra loro."),
    PASSPHRASE_AGAIN("The passphrase again", "Di nuovo la passphrase"),
    NAME_WRONG("This cannot stand before the @.", "Questo non può stare prima della @."),
    NOT_MADE("The account could not be made: %s", "Non è stato possibile creare l'account: %s"),
    KIT_NOW("Put this code on paper now. It is asked for next.", "Metti subito questo codice su carta. Viene chiesto al prossimo passo."),
    KIT_ON_PAPER("I have it on paper", "L'ho su carta"),

    RECORDS("DNS", "DNS"),
    RECORDS_LONG("Mail comes once the DNS of %s shows these records. Enter them where you manage the domain, or let this server publish them.",
        "La posta arriva quando il DNS di %s mostra questi record. Inseriscili dove gestisci il dominio, oppure lascia che li pubblichi questo server."),
    RECORDS_WAIT("Asking the servers of the domain. This takes some seconds; the page goes on by itself.",
        "Sto chiedendo ai server del dominio. Ci vuole qualche secondo; la pagina prosegue da sola."),
    RECORDS_NEEDED("%d of %d records that mail needs are right.", "%d su %d record necessari alla posta sono giusti."),
    RECORDS_ROUTER("Behind a router? Then add an A record of %s with the public address of the router: it is not known here.",
        "Dietro un router? Allora aggiungi un record A di %s con l'indirizzo pubblico del router: qui non è noto."),
    RIGHT("right", "giusto"),
    ADVISED("advised", "consigliato"),
    NAME_OF_RECORD("Name", "Nome"),
    TYPE_OF_RECORD("Type", "Tipo"),
    VALUE_OF_RECORD("Value", "Valore"),
    ZONE_FILE("All as a zone file", "Tutti come file di zona"),
    ALL_ADVISED("Also advised, for safety on the way and for programs: %d", "Inoltre consigliati, per la sicurezza in viaggio e per i programmi: %d"),
    ALL_RIGHT("These are right already", "Questi sono già giusti"),
    PUBLISH("Let this server publish them", "Lascia che li pubblichi questo server"),
    PUBLISH_LONG("For DNS servers that take changes (RFC 2136) by a shared key (TSIG). What is there already for others stays.",
        "Per server DNS che accettano modifiche (RFC 2136) con una chiave condivisa (TSIG). Ciò che c'è già per altri resta."),
    PUBLISH_KNOWN("The key is known.", "La chiave è nota."),
    SERVER("DNS server (address, with a port if it is not 53)", "Server DNS (indirizzo, con la porta se non è 53)"),
    KEY("Name of the key", "Nome della chiave"),
    SECRET("The key, in base64", "La chiave, in base64"),
    TAKE_MAIL("Mail of the domain comes here from now on: MX records of others go", "Da ora la posta del dominio arriva qui: i record MX di altri vengono tolti"),
    PUBLISH_NOW("Publish", "Pubblica"),
    PUBLISHED("Records published: %d; left to you: %d.", "Record pubblicati: %d; lasciati a te: %d."),
    NOT_PUBLISHED("Nothing could be published: %s", "Non è stato possibile pubblicare: %s"),
    ZONE_KEY_WRONG("Address, name or key is not as it should be.", "L'indirizzo, il nome o la chiave non sono come dovrebbero."),

    MISSING("It is not there.", "Non c'è."),
    OTHER("There is something else: %s", "C'è altro: %s"),
    SEVERAL("There are several, and of several none counts. Keep only this one.", "Ce ne sono più d'uno, e così non ne vale nessuno. Tieni solo questo."),
    CUT("It is cut after %d characters. Forms cut long texts: enter it in pieces of 255 characters, as the zone file has it.",
        "È troncato dopo %d caratteri. I moduli troncano i testi lunghi: inseriscilo in pezzi di 255 caratteri, come nel file di zona."),
    MANGLED("Quotes, blanks or backslashes came into it on the way: %s", "Lungo la strada vi sono finiti virgolette, spazi o barre: %s"),
    IMPLICIT("There is no MX, so mail goes to %s.", "Non c'è un MX, quindi la posta va a %s."),
    BEHIND_OTHERS("Mail goes to %s first. Take that away when mail is to come here.", "La posta va prima a %s. Toglilo quando la posta deve arrivare qui."),
    DIVIDED("The servers of the domain differ; one has %s. Wait an hour. If it stays, one of them does not follow the others.",
        "I server del dominio non dicono lo stesso; uno ha %s. Aspetta un'ora. Se resta così, uno di loro non segue gli altri."),
    NOBODY_SAYS("Nobody can say: %s", "Nessuno sa dirlo: %s"),
    NOTHING("nothing", "nulla"),

    WATCH("The last step", "L'ultimo passo"),
    WATCH_DNS("What mail needs of DNS is there.", "Il DNS mostra ciò che serve alla posta."),
    WATCH_DNS_NOT("Not yet right in DNS:", "Nel DNS non è ancora a posto:"),
    WATCH_CERTIFICATE("Mail programs trust the certificate of %s until %s.", "I programmi di posta si fidano del certificato di %s fino al %s."),
    WATCH_CERTIFICATE_WAIT("The certificate is ordered as soon as %s leads here.", "Il certificato viene ordinato non appena %s porta qui."),
    WATCH_CERTIFICATE_FAILED("The certificate could not be had yet: %s", "Non è ancora stato possibile avere il certificato: %s"),
    WATCH_CERTIFICATE_OWN("This server has a certificate of its own, of which programs warn.", "Questo server ha un certificato proprio, per il quale i programmi danno un avviso."),
    WATCH_TEST("Send yourself a test: write to %s from an address elsewhere, and answer it.", "Fai una prova: scrivi a %s da un indirizzo altrove, e rispondi."),
    WATCH_NONE("Nothing has come yet. This page looks again by itself.", "Non è ancora arrivato nulla. Questa pagina ricontrolla da sola."),
    WATCH_CAME("Mail has come.", "La posta è arrivata."),
    WATCH_ELSEWHERE("From now on the pages are at https://%s/. This page at an address of digits goes with the set-up.",
        "Da ora le pagine sono su https://%s/. Questa pagina a un indirizzo di sole cifre sparisce con la configurazione."),
    END("End the set-up", "Termina la configurazione"),
    END_LONG("These pages are closed then. DNS and certificate are watched on, with or without them.",
        "Poi queste pagine vengono chiuse. DNS e certificato restano sotto controllo comunque."),
    ENDED("This server is set up", "Questo server è configurato"),
    ENDED_LONG("sigillo doctor says how it is, whenever you want to know.", "sigillo doctor dice come sta, ogni volta che vuoi saperlo.");

    private final String english;
    private final String italian;

    SetupText(String english, String italian) {
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
