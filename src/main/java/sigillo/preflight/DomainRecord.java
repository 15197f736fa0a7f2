package sigillo.preflight;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import sigillo.base.Domain;
import sigillo.rdap.Registration;
import sigillo.rdap.Registries;

/** What everybody may read of a domain at its registry: how old it is, whose, and whether its DNS is kept apart from its registrar. */
public final class DomainRecord {
    public static final String AGE = "domain age";
    public static final String OWNER = "domain owner";
    public static final String DNS = "domain and DNS";
    /** Receivers and their filters distrust younger ones. */
    private static final Duration YOUNG = Duration.ofDays(60);
    private static final Duration ENDS_SOON = Duration.ofDays(30);
    /** Shorter words are in many names. */
    private static final int WORD_MIN = 4;
    /** In names of registrars that say nothing of who they are. */
    private static final Set<String> ANYBODY = Set.of("domain", "domains", "name", "names", "internet", "hosting", "host", "registrar", "registrars", "registry", "limited", "gmbh", "corp", "corporation",
        "company", "online", "services", "service", "technologies", "technology", "technical", "group", "international", "global", "network", "networks", "solutions", "systems", "digital", "media",
        "cloud", "data", "server", "servers", "with", "wholesale", "public", "benefit", "spol", "sarl");

    private DomainRecord() {}

    /** The registry is asked once for all of them. */
    static List<Check> of(Domain domain, Function<Domain, Registries.Outcome> registries, InstantSource clock) {
        var answer = new Once(() -> registries.apply(domain));
        return List.of(new Check(AGE, () -> age(answer.get(), clock.instant())), new Check(OWNER, () -> owner(answer.get())), new Check(DNS, () -> apart(answer.get())));
    }

    private static final class Once implements Supplier<Registries.Outcome> {
        private final Supplier<Registries.Outcome> ask;
        private Registries.Outcome answer;

        Once(Supplier<Registries.Outcome> ask) { this.ask = ask; }

        @Override public synchronized Registries.Outcome get() {
            if (answer == null) answer = ask.get();
            return answer;
        }
    }

    private static Words unasked(Words why) {
        return new Words("The registry could not be asked: " + why.english() + ".", "Non si è potuto chiedere al registro: " + why.italian() + ".");
    }

    private static Result judged(String name, Registries.Outcome answer, Function<Registration, Result> judge) {
        return switch (answer) {
            case Registries.Outcome.Known(var found) -> judge.apply(found);
            case Registries.Outcome.Nobody(var registry) -> Result.warning(name, Words.of("The registry (%s) knows no such domain.", "Il registro (%s) non conosce questo dominio.", registry),
                new Words("Register it first, or look whether it is written as it should be.", "Registrarlo prima, o controllare che sia scritto bene."));
            case Registries.Outcome.Unknown(var why) -> Result.unknown(name, unasked(Reasons.of(why)),
                new Words("Nothing depends on it; look at lookup.icann.org if you wish to know.", "Non dipende nulla da questo; per saperlo, guardare su lookup.icann.org."));
        };
    }

    static Result age(Registries.Outcome answer, Instant now) { return judged(AGE, answer, found -> age(found, now)); }

    private static Result age(Registration found, Instant now) {
        if (found.until().filter(until -> until.isBefore(now.plus(ENDS_SOON))).isPresent()) {
            return Result.warning(AGE, Words.of("%s is registered until %s only.", "%s è registrato solo fino al %s.", found.name(), day(found.until().get())),
                new Words("Renew it now, and have the registrar renew it by itself: who gets a domain that has run out gets its mail.",
                    "Rinnovarlo ora, e far sì che il registrar lo rinnovi da sé: chi prende un dominio scaduto ne riceve la posta."));
        }
        if (found.since().isEmpty()) return Result.unknown(AGE, Words.of("The registry does not say since when %s is registered.", "Il registro non dice da quando %s è registrato.", found.name()),
            new Words("Nothing depends on it, unless you registered it in the last weeks.", "Non dipende nulla da questo, se non è stato registrato nelle ultime settimane."));
        long days = Math.max(0, Duration.between(found.since().get(), now).toDays());
        var text = Words.of("%s is registered since %s.", "%s è registrato dal %s.", found.name(), day(found.since().get()));
        if (Duration.ofDays(days).compareTo(YOUNG) >= 0) return Result.fine(AGE, text);
        return Result.warning(AGE, Words.of("%s was registered %d days ago: many distrust mail of young domains for some weeks.", "%s è stato registrato %d giorni fa: molti diffidano per qualche settimana della posta di domini giovani.",
                found.name(), days),
            new Words("Until it is two months old write to few who expect it, and ask them to answer; move newsletters and accounts of shops later.",
                "Finché non ha due mesi scrivere a pochi che se lo aspettano, e chiedere loro di rispondere; spostare dopo newsletter e account di negozi."));
    }

    private static String day(Instant instant) { return instant.atZone(ZoneOffset.UTC).toLocalDate().toString(); }

    static Result owner(Registries.Outcome answer) {
        return judged(OWNER, answer, found -> switch (found.owner()) {
            case HIDDEN -> Result.fine(OWNER, new Words("The registry says no name of the owner to strangers.", "Il registro non dice agli estranei il nome del proprietario."));
            case NOT_SAID -> Result.fine(OWNER, new Words("Nothing is said of the owner.", "Del proprietario non si dice nulla."));
            case SHOWN -> Result.warning(OWNER, new Words("Everybody may read at the registry who owns the domain.", "Chiunque può leggere nel registro di chi è il dominio."),
                new Words("Turn on the privacy of the registrar (often free of charge), unless it is an organisation that wants to be found.",
                    "Attivare la privacy del registrar (spesso gratuita), salvo che sia un'organizzazione che vuole farsi trovare."));
        });
    }

    static Result apart(Registries.Outcome answer) { return judged(DNS, answer, DomainRecord::apart); }

    /** By names alone: who owns whom is nowhere said. */
    private static Result apart(Registration found) {
        var servers = String.join(", ", found.nameServers());
        if (found.nameServers().isEmpty()) return Result.warning(DNS, Words.of("%s has no name servers at its registry.", "%s non ha server dei nomi nel registro.", found.name()),
            new Words("Enter those of a DNS provider at the registrar.", "Inserire presso il registrar quelli di un fornitore DNS."));
        if (found.registrar().isEmpty()) return Result.fine(DNS, Words.of("DNS is at %s; the registry does not name the registrar, so that nobody can say whether they are apart.",
            "Il DNS è presso %s; il registro non nomina il registrar, e non si può dire se siano separati.", servers));
        var same = same(found.registrar(), found.nameServers());
        if (same.isPresent()) return Result.warning(DNS, Words.of("Registrar (%s) and name servers (%s) seem to be of one house: who takes that account has the domain and its DNS, and its outage or quarrel stops both.",
                "Registrar (%s) e server dei nomi (%s) sembrano della stessa casa: chi prende quell'account ha il dominio e il suo DNS, e un suo guasto o una lite fermano entrambi.", found.registrar(), same.get()),
            new Words("It may stay so with a second factor and the transfer lock at the registrar; where much depends on the domain, keep its DNS at another provider.",
                "Può restare così con un secondo fattore e il blocco del trasferimento presso il registrar; se dal dominio dipende molto, tenere il DNS presso un altro fornitore."));
        boolean isOwn = found.nameServers().stream().anyMatch(server -> server.equals(found.name()) || server.endsWith("." + found.name()));
        if (isOwn) return Result.fine(DNS, Words.of("The registrar is %s; name servers are under the domain itself (%s), and their operator cannot be told from names.",
            "Il registrar è %s; i server dei nomi sono sotto il dominio stesso (%s), e dai nomi non si capisce chi li gestisca.", found.registrar(), servers));
        return Result.fine(DNS, Words.of("The registrar is %s, the name servers are %s: nothing in the names says that they are of one house, which does not prove that they are not.",
            "Il registrar è %s, i server dei nomi sono %s: nulla nei nomi dice che siano della stessa casa, il che non prova il contrario.", found.registrar(), servers));
    }

    /** The first name server with a word of the registrar's name in the two labels before its top-level domain. */
    private static Optional<String> same(String registrar, List<String> servers) {
        var words = Arrays.stream(registrar.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")).filter(word -> word.length() >= WORD_MIN && !ANYBODY.contains(word)).toList();
        return servers.stream().filter(server -> words.stream().anyMatch(word -> operator(server).contains(word))).findFirst();
    }

    private static String operator(String server) {
        var labels = server.split("\\.");
        return labels.length < 2 ? "" : String.join(".", Arrays.copyOfRange(labels, Math.max(0, labels.length - 3), labels.length - 1));
    }
}
