package sigillo.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** One piece of advice on size and place. {@code name}: what it is about; {@code reason}: one sentence. */
public record Advice(String name, Words title, Words advice, Words reason) {
    /** The European Economic Area, Switzerland and the United Kingdom: personal data may move between them. Regulation (EU) 2016/679, and decisions under its article 45, which may end. */
    private static final Set<String> ONE_LAW = Set.of("AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT",
        "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK");
    /** Euro a month: assumed, as of 2026. A small machine, each GiB of memory above 2, and each 20 GiB of disk above 20. */
    private static final int MACHINE = 5;
    private static final int MEMORY_GIB = 2;
    private static final int DISK_20_GIB = 1;
    /** Euro a month of backups, for 100 GiB or a part. */
    private static final int BACKUP_100_GIB = 1;
    /** GiB of memory of a node of Cassandra that has little to do. */
    private static final int NODE_GIB = 4;
    private static final int NODES = 3;

    public sealed interface Outcome {
        record Given(List<Advice> advice) implements Outcome {}

        /** {@code question} is not answered, or by what is none. */
        record Unanswered(Question question) implements Outcome {}
    }

    /** A pure function of what is answered; empty is no answer. Total. */
    public static Outcome on(Function<Question, String> answers) {
        return switch (Wishes.of(answers)) {
            case Wishes.Outcome.Right(var wishes) -> new Outcome.Given(on(wishes));
            case Wishes.Outcome.Wrong(var question) -> new Outcome.Unanswered(question);
        };
    }

    static List<Advice> on(Wishes wishes) {
        var all = new ArrayList<Advice>();
        all.add(place(wishes));
        all.add(storage(wishes));
        all.add(memory(wishes));
        all.add(processor(wishes));
        all.add(machines(wishes));
        all.add(relay(wishes));
        all.add(backups(wishes));
        if (wishes.isAtHome()) all.add(power(wishes));
        all.add(law(wishes));
        all.add(cost(wishes));
        return List.copyOf(all);
    }

    private static Advice of(String name, String italian, Words advice, Words reason) { return new Advice(name, new Words(name, italian), advice, reason); }

    private static Advice place(Wishes wishes) {
        if (!wishes.isAtHome()) return of("place", "luogo", new Words("Rent the machine, with an IPv4 address of its own and a reverse name that you may set.", "Noleggiare la macchina, con un IPv4 proprio e un nome inverso che si possa impostare."),
            new Words("Data centres have power and lines twice, and most providers open port 25 when they are asked.", "I data center hanno corrente e linee doppie, e quasi tutti i provider aprono la porta 25 su richiesta."));
        if (wishes.link() == Wishes.Link.CHANGING) return of("place", "luogo", new Words("Not on this line: ask its provider for a fixed address of your own, or rent the machine.", "Non su questa linea: chiedere al provider un indirizzo fisso e proprio, o noleggiare la macchina."),
            new Words("While DNS still says the address of yesterday, mail is offered to whoever has it today; behind a shared one nobody can connect.",
                "Finché il DNS dice l'indirizzo di ieri, la posta viene offerta a chi lo ha oggi; dietro a uno condiviso nessuno può collegarsi."));
        return of("place", "luogo", new Words("At home it can be, with a relay for what is sent.", "In casa può stare, con un relay per ciò che si invia."),
            new Words("Mail comes in by any address that stays; what is sent from homes is refused by many.", "La posta arriva a qualsiasi indirizzo che resti; quella inviata da casa è rifiutata da molti."));
    }

    private static Advice storage(Wishes wishes) {
        return of("storage", "disco", Words.of("%d GiB of SSD.", "%d GiB di SSD.", gib(wishes)),
            Words.of("That is for %d years: a message takes its own octets and %d KiB more, so that it can be searched, and a quarter is left free for the store to tidy up.",
                "Basta per %d anni: un messaggio occupa i suoi byte e %d KiB in più, perché si possa cercare, e un quarto resta libero per il riordino.", Sizing.YEARS, Sizing.MESSAGE_BESIDE_KIB));
    }

    private static Advice memory(Wishes wishes) {
        long gib = Sizing.memoryGib(wishes.people());
        if (!Sizing.needsMoreConnections(wishes.people())) return of("memory", "memoria", Words.of("%d GiB; 2 more with ClamAV.", "%d GiB; 2 in più con ClamAV.", gib),
            new Words("The server stays below 350 MB even under attack, and the rest is the system's.", "Il server resta sotto 350 MB anche sotto attacco, il resto è del sistema."));
        return of("memory", "memoria", Words.of("%d GiB; 2 more with ClamAV. Set limits.connections to %d.", "%d GiB; 2 in più con ClamAV. Impostare limits.connections a %d.", gib, Sizing.connections(wishes.people())),
            new Words("Each program that waits for mail holds 64 KiB, and people have four of them.", "Ogni programma in attesa di posta tiene 64 KiB, e una persona ne ha quattro."));
    }

    private static Advice processor(Wishes wishes) {
        return of("processor", "processore", Words.of("Cores: %d.", "Core: %d.", Sizing.cores(wishes.people(), wishes.growth().mib)),
            Words.of("Some %d mails a day at most, of 2 ms each, are little work; the cores are for sign-ins and searches, which should not wait for each other.",
                "Al massimo circa %d messaggi al giorno, di 2 ms ciascuno, sono poco lavoro; i core servono ad accessi e ricerche, che non si aspettino.", Sizing.mailsDaily(wishes.people(), wishes.growth().mib)));
    }

    private static Advice machines(Wishes wishes) {
        return switch (wishes.availability()) {
            case DAYS -> of("machines", "macchine", new Words("One.", "Una."),
                new Words("Servers of others try for four days and more (RFC 5321 section 4.5.4.1), so that a day without yours loses no mail.",
                    "I server degli altri riprovano per quattro giorni e più (RFC 5321 sezione 4.5.4.1): un giorno senza il proprio non perde posta."));
            case HOURS -> of("machines", "macchine", new Words("One, and try once a year to restore the backup on another.", "Una, e una volta l'anno provare a ripristinare il backup su un'altra."),
                new Words("A rented machine is there in minutes, and a restore that was tried takes hours and not days; no mail is lost meanwhile.",
                    "Una macchina a noleggio c'è in pochi minuti, e un ripristino già provato richiede ore e non giorni; intanto non si perde posta."));
            case MINUTES -> several(wishes);
        };
    }

    private static Advice several(Wishes wishes) {
        if (wishes.isAtHome()) return of("machines", "macchine", new Words("One here gives hours, not minutes: for minutes rent three, at two places or more.", "Una qui dà ore, non minuti: per i minuti noleggiarne tre, in due luoghi o più."),
            new Words("Several machines in one house lose its power and its line together.", "Più macchine in una casa perdono insieme corrente e linea."));
        if (cost(wishes, true) > wishes.budget()) return of("machines", "macchine", Words.of("One: several would be some %d euro a month.", "Una: più d'una costerebbe circa %d euro al mese.", cost(wishes, true)),
            new Words("A cluster has three nodes and two servers, and less than that is no safer than one machine with a backup that was tried.",
                "Un cluster ha tre nodi e due server, e con meno non è più sicuro di una macchina con un backup provato."));
        return of("machines", "macchine", Words.of("Three, each with a node of Cassandra (%d GiB of memory more), and the server on two of them.", "Tre, ciascuna con un nodo di Cassandra (%d GiB di memoria in più), e il server su due di esse.", NODE_GIB),
            new Words("Two of three copies answer when any one machine is away, and the second server goes on within a minute or two (docs/cluster.md).",
                "Due copie su tre rispondono quando manca una macchina qualsiasi, e il secondo server prosegue entro un minuto o due (docs/cluster.md)."));
    }

    private static Advice relay(Wishes wishes) {
        if (wishes.isAtHome()) return of("relay", "relay", new Words("Yes: set [relay] to a service that sends for your domain.", "Sì: impostare [relay] su un servizio che invii per il proprio dominio."),
            new Words("Lists that most receivers ask have the addresses of homes, whatever is sent from there.", "Le liste che quasi tutti consultano contengono gli indirizzi di casa, qualunque cosa ne parta."));
        return of("relay", "relay", new Words("No; only if sigillo check finds port 25 closed, or the address listed, and the provider does not help.",
                "No; solo se sigillo check trova chiusa la porta 25, o l'indirizzo in una lista, e il provider non aiuta."),
            new Words("A relay sees to whom all your mail goes, and its reputation becomes yours.", "Un relay vede a chi va tutta la posta, e la sua reputazione diventa la propria."));
    }

    private static Advice backups(Wishes wishes) {
        var reason = new Words("What ends a machine (fire, theft, a closed account) ends the copy beside it too; backups are sealed, so that who keeps them cannot read them.",
            "Ciò che toglie di mezzo una macchina (incendio, furto, contratto chiuso) toglie anche la copia accanto; i backup sono sigillati, e chi li conserva non li legge.");
        if (wishes.isAtHome()) return of("backups", "backup", Words.of("To rented storage elsewhere (SFTP or S3), %d GiB, and the recovery key on paper in another house.",
            "Su spazio a noleggio altrove (SFTP o S3), %d GiB, e la chiave di recupero su carta in un'altra casa.", gib(wishes)), reason);
        return of("backups", "backup", Words.of("To another provider (SFTP or S3) or a machine at home, %d GiB, and the recovery key on paper.",
            "Presso un altro provider (SFTP o S3) o una macchina a casa, %d GiB, e la chiave di recupero su carta.", gib(wishes)), reason);
    }

    private static Advice power(Wishes wishes) {
        return switch (wishes.power()) {
            case STEADY, BATTERY -> of("power", "corrente", new Words("Let the machine start by itself when power comes back (in its firmware).", "Far ripartire la macchina da sola quando torna la corrente (nel firmware)."),
                new Words("A battery lasts minutes, and nobody may be at home.", "Una batteria dura minuti, e può non esserci nessuno in casa."));
            case CUTS -> of("power", "corrente", new Words("Buy a battery (UPS) for the machine and the router.", "Comprare un gruppo di continuità (UPS) per la macchina e il router."),
                new Words("A cut loses no mail that was accepted, since it is synced first, but it wears disks out and closes the line.",
                    "Un'interruzione non perde posta accettata, già scritta su disco, ma logora i dischi e chiude la linea."));
        };
    }

    private static Advice law(Wishes wishes) {
        if (ONE_LAW.contains(wishes.country())) return of("country", "paese", new Words("Keep machine and backups in the European Economic Area, the United Kingdom or Switzerland.",
                "Tenere macchina e backup nello Spazio economico europeo, nel Regno Unito o in Svizzera."),
            new Words("Between these, personal data of those who write to you may move without special safeguards.", "Tra questi i dati personali di chi scrive possono circolare senza garanzie particolari."));
        return of("country", "paese", Words.of("Keep machine and backups in %s, or ask somebody who knows its law first.", "Tenere macchina e backup in %s, o chiedere prima a chi ne conosce le leggi.", wishes.country()),
            new Words("Where a machine stands decides who may ask for it; mail in it is sealed, but who writes to whom and when is seen.",
                "Dove sta una macchina decide chi può chiederla; la posta è sigillata, ma chi scrive a chi e quando si vede."));
    }

    private static Advice cost(Wishes wishes) {
        int euro = cost(wishes, wishes.availability() == Wishes.Availability.MINUTES && !wishes.isAtHome() && cost(wishes, true) <= wishes.budget());
        var what = new Words("Reckoned with 5 euro for a machine of 2 GiB and 20 GiB, 2 for each GiB of memory more, 1 for 20 GiB of disk more and 1 for 100 GiB of backups: assumed, offers differ.",
            "Calcolato con 5 euro per una macchina con 2 GiB e 20 GiB, 2 per ogni GiB di memoria in più, 1 per 20 GiB di disco in più e 1 per 100 GiB di backup: supposti, le offerte variano.");
        if (euro <= wishes.budget()) return of("cost", "costo", Words.of("Some %d euro a month, of %d.", "Circa %d euro al mese, su %d.", euro, wishes.budget()), what);
        return of("cost", "costo", Words.of("Some %d euro a month, which is more than %d: begin with less storage and let it grow, or keep less mail.",
            "Circa %d euro al mese, più di %d: iniziare con meno disco e farlo crescere, o conservare meno posta.", euro, wishes.budget()), what);
    }

    /** Euro a month; at home without the machine. */
    private static int cost(Wishes wishes, boolean isSeveral) {
        double backup = Math.ceil(gib(wishes) / 100.0) * BACKUP_100_GIB;
        if (wishes.isAtHome()) return (int) backup;
        long memory = Sizing.memoryGib(wishes.people()) + (isSeveral ? NODE_GIB : 0);
        double disk = Math.ceil(Math.max(0, gib(wishes) - 20) / 20.0) * DISK_20_GIB;
        double machine = MACHINE + Math.max(0, memory - 2) * MEMORY_GIB + disk;
        return (int) (machine * (isSeveral ? NODES : 1) + backup);
    }

    private static long gib(Wishes wishes) { return Sizing.storageGib(wishes.people(), wishes.growth().mib); }
}
