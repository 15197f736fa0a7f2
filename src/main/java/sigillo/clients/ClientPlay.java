package sigillo.clients;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.function.Supplier;
import sigillo.autoconfig.Offered;
import sigillo.base.Domain;
import sigillo.net.ClientTls;
import sigillo.preflight.Result;
import sigillo.preflight.Words;
import sigillo.resolver.Resolver;

/**
 * Plays mail programs against this server, by its public names: which they ask, in their order, up to where a password is said. Only names of the
 * domain and of this host are asked, only at public addresses or those of this machine ({@code mayCall}); nothing is followed, nobody signs in.
 * All steps at once: some ten seconds at most. {@code trust}: must verify. {@code httpsPort}: of the pages. Any thread.
 */
public record ClientPlay(Resolver resolver, ClientTls trust, Predicate<InetAddress> mayCall, Domain host, List<Offered> doors, int httpsPort) {
    /** {@code steps}: in the order in which it makes them. */
    public record Played(Words program, List<Result> steps) {
        public Played { steps = List.copyOf(steps); }
    }

    private enum Step { AUTOCONFIG, AUTODISCOVER, APPLE, IMAP, SMTP }

    private static final Map<Words, List<Step>> PROGRAMS = programs();

    public ClientPlay { doors = List.copyOf(doors); }

    private static Map<Words, List<Step>> programs() {
        var all = new LinkedHashMap<Words, List<Step>>();
        all.put(new Words("Thunderbird", "Thunderbird"), List.of(Step.AUTOCONFIG, Step.IMAP, Step.SMTP));
        all.put(new Words("Thunderbird for Android, K-9, FairEmail", "Thunderbird per Android, K-9, FairEmail"), List.of(Step.AUTOCONFIG, Step.IMAP, Step.SMTP));
        all.put(new Words("Outlook", "Outlook"), List.of(Step.AUTODISCOVER, Step.IMAP, Step.SMTP));
        all.put(new Words("iPhone, iPad, Mac", "iPhone, iPad, Mac"), List.of(Step.APPLE, Step.IMAP, Step.SMTP));
        all.put(new Words("Gmail app (typed by hand)", "App Gmail (a mano)"), List.of(Step.IMAP, Step.SMTP));
        return all;
    }

    /** Of a domain of ours. */
    public List<Played> of(Domain domain) {
        var found = found(steps(domain));
        return PROGRAMS.entrySet().stream().map(program ->
            new Played(program.getKey(), program.getValue().stream().map(found::get).toList())).toList();
    }

    private Map<Step, Supplier<Result>> steps(Domain domain) {
        var way = new Way(resolver, trust, mayCall);
        var postmaster = "postmaster@" + domain.name();
        var told = new ArrayList<Offered>();
        best(Offered.Service.IMAP).ifPresent(told::add);
        best(Offered.Service.SUBMISSION).ifPresent(told::add);
        var ask = "<?xml version=\"1.0\"?><Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006\"><Request><EMailAddress>" + postmaster
            + "</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>";
        return Map.of(
            Step.AUTOCONFIG, new WebStep(way, "autoconfig", "autoconfig." + domain.name(), httpsPort, "/mail/config-v1.1.xml?emailaddress=" + postmaster, Optional.empty(), told)::look,
            Step.AUTODISCOVER, new WebStep(way, "autodiscover", "autodiscover." + domain.name(), httpsPort, "/autodiscover/autodiscover.xml", Optional.of(ask), told)::look,
            Step.APPLE, new WebStep(way, "profile", host.name(), httpsPort, "/mail/apple.mobileconfig?address=" + postmaster, Optional.empty(), told)::look,
            Step.IMAP, door(way, Offered.Service.IMAP, "IMAP"), Step.SMTP, door(way, Offered.Service.SUBMISSION, "SMTP"));
    }

    private Optional<Offered> best(Offered.Service service) { return doors.stream().filter(one -> one.service() == service).min(Offered.PREFERRED); }

    private Supplier<Result> door(Way way, Offered.Service service, String name) {
        return best(service).<Supplier<Result>>map(one -> new MailDoor(way, one)::look).orElse(() -> Result.wrong(name,
            Words.of("No listener for %s is on.", "Nessun ascolto per %s è attivo.", name), new Words("Turn it on in the configuration ([listeners]).", "Attivarlo nella configurazione ([listeners]).")));
    }

    /** Side by side: each waits for the network. */
    private static Map<Step, Result> found(Map<Step, Supplier<Result>> steps) {
        var found = new LinkedHashMap<Step, Result>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var begun = new LinkedHashMap<Step, Future<Result>>();
            steps.forEach((step, look) -> begun.put(step, threads.submit(look::get)));
            begun.forEach((step, one) -> found.put(step, done(one)));
        }
        return found;
    }

    private static Result done(Future<Result> one) {
        try {
            return one.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
