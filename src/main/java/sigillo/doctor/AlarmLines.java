package sigillo.doctor;

import java.util.List;
import java.util.Map;
import sigillo.base.LoggedAlarms;
import sigillo.preflight.Result;
import sigillo.preflight.State;
import sigillo.preflight.Words;

/** Alarms that stand, as lines of the board: which subject each is of, by the beginning of its key, and the next step. */
public final class AlarmLines {
    private record About(String prefix, Subject subject, Words next) {}

    private static final Words LOOK = new Words("sigillo status shows it until it is over.", "sigillo status lo mostra finché dura.");

    /** What goes before the sentence of an alarm that is of keys and rows, and said in English alone. */
    private static final Map<String, String> LEADS = Map.of("seal of account", "Le chiavi o ciò che è sigillato di un account non sono come dovrebbero",
        "signing in to account", "Ciò con cui si entra in un account non è stato scritto da questo server", "dkim", "Le chiavi con cui si firma la posta di un dominio vanno guardate",
        "queue", "La coda della posta in uscita non prende altro", "start", "Ciò che serve agli account di prima di questa versione manca",
        "certificate", "Un certificato va guardato", "shredding", "Le chiavi di ciò che è stato cancellato vanno guardate");
    /** The first that fits counts. */
    private static final List<About> ABOUT = List.of(
        new About("certificate served by", Subject.CERTIFICATES, new Words("See what answers at that address: what is in front of this server has a certificate of its own; give it the one that sigillo certificate shows, or have it pass TLS on.",
            "Guardare che cosa risponde a quell'indirizzo: ciò che sta davanti a questo server ha un certificato suo; dargli quello che mostra sigillo certificate, o fargli passare TLS senza toccarlo.")),
        new About("certificate files", Subject.CERTIFICATES, new Words("Mend the files of [tls]: they are taken up by themselves once they are good.", "Correggere i file di [tls]: vengono ripresi da sé appena sono buoni.")),
        new About("certificate names", Subject.CERTIFICATES, new Words("sigillo certificate says which name and why; it is tried again by itself.", "sigillo certificate dice quale nome e perché; si riprova da sé.")),
        new About("certificate", Subject.CERTIFICATES, new Words("sigillo certificate says more; sigillo certificate renew tries now.",
            "sigillo certificate dice di più; sigillo certificate renew riprova subito.")),
        new About("clock", Subject.CERTIFICATES, new Words("Set the clock, and let a time service keep it (such as systemd-timesyncd).",
            "Regolare l'orologio, e lasciarlo a un servizio di ora (come systemd-timesyncd).")),
        new About("dns of", Subject.NAMES, new Words("sigillo dns check and the domain says which record, and why.", "sigillo dns check e il dominio dice quale record, e perché.")),
        new About("dkim", Subject.NAMES, new Words("sigillo dkim list says which key, and what to do.", "sigillo dkim list dice quale chiave, e che cosa fare.")),
        new About("dnssec", Subject.NAMES, new Words("Look at the DNS servers of this machine ([resolver]).", "Controllare i server DNS di questa macchina ([resolver]).")),
        new About("queue", Subject.SENDING, new Words("sigillo queue list shows what waits.", "sigillo queue list mostra ciò che attende.")),
        new About("sending", Subject.SENDING, new Words("sigillo account sending and the address says why; sigillo account resume lifts it.",
            "sigillo account sending e l'indirizzo dice perché; sigillo account resume la toglie.")),
        new About("dns list", Subject.RECEIVING, LOOK),
        new About("engine", Subject.RECEIVING, new Words("Look whether that program runs; mail is taken without it meanwhile, or waits, as configured.",
            "Controllare se quel programma è in funzione; intanto la posta viene presa senza di esso, o attende, come configurato.")),
        new About("connections", Subject.RECEIVING, LOOK),
        new About("store", Subject.STORAGE, new Words("Make room on the disk of the data directory, or look at the disk: mail comes again by itself, none is lost.",
            "Fare spazio sul disco della cartella dei dati, o controllare il disco: la posta ritorna da sé, nessuna va persa.")),
        new About("disk space", Subject.STORAGE, new Words("Make room on that disk, or give the data directory a larger one.", "Fare spazio su quel disco, o dare alla cartella dei dati un disco più grande.")),
        new About("file system", Subject.STORAGE, new Words("Read what the kernel says (dmesg), see that there is a backup, and stop the server before fsck.",
            "Leggere che cosa dice il kernel (dmesg), controllare che ci sia un backup, e fermare il server prima di fsck.")),
        new About("disk array", Subject.STORAGE, new Words("Replace that disk; see that there is a backup.", "Sostituire quel disco; controllare che ci sia un backup.")),
        new About("temperature of", Subject.STORAGE, new Words("Give the disk air, or look at its fan.", "Dare aria al disco, o controllare la ventola.")),
        new About("health of", Subject.STORAGE, new Words("Replace the disk; see that there is a backup.", "Sostituire il disco; controllare che ci sia un backup.")),
        new About("scrub", Subject.STORAGE, new Words("sigillo scrub says what; look at the disk.", "sigillo scrub dice che cosa; controllare il disco.")),
        new About("backup", Subject.BACKUP, new Words("sigillo backup list says what went wrong; sigillo backup now tries again.",
            "sigillo backup list dice che cosa è andato male; sigillo backup now riprova.")));

    private AlarmLines() {}

    /** What nobody knows better is of the storage: most alarms say that something kept is damaged. */
    public static List<Line> of(Map<String, LoggedAlarms.Said> standing) {
        return standing.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(one -> line(one.getKey(), one.getValue())).toList();
    }

    private static Line line(String key, LoggedAlarms.Said said) {
        var about = ABOUT.stream().filter(one -> key.startsWith(one.prefix)).findFirst().orElse(new About("", Subject.STORAGE, LOOK));
        boolean isEnglish = said.italian().equals(said.english());
        var italian = isEnglish ? LEADS.entrySet().stream().filter(lead -> key.startsWith(lead.getKey())).map(Map.Entry::getValue).findFirst().orElse("Qualcosa non va")
            + " (in inglese): " + said.english() : said.italian();
        return new Line(about.subject, new Result(key, State.WRONG, new Words(said.english(), italian), about.next));
    }
}
