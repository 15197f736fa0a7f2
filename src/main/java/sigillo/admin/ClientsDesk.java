package sigillo.admin;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import sigillo.base.Domain;
import sigillo.clients.ClientPlay.Played;

/** What mail programs would find. {@code play}: asks now, for some seconds; empty where nobody asks. */
public record ClientsDesk(Predicate<Domain> isOurs, Optional<Function<Domain, List<Played>>> play) implements Desk {
    @Override public void register(Requests requests) { requests.on(Request.CheckClients.class, asked -> check(asked.domain())); }

    Answer check(Domain domain) {
        if (!isOurs.test(domain)) return new Answer.Failed(domain + " is no domain here: sigillo domain add " + domain);
        return play.<Answer>map(asked -> new Answer.Done(asked.apply(domain).stream().flatMap(ClientsDesk::lines).toList()))
            .orElseGet(() -> new Answer.Failed(DnsDesk.NOBODY_ASKS));
    }

    private static java.util.stream.Stream<Results.ClientLine> lines(Played played) {
        return played.steps().stream().map(step -> new Results.ClientLine(played.program().english(), step.name(), step.state().name().toLowerCase(Locale.ROOT),
            step.sentence().english(), step.next().english(), played.program().italian(), step.sentence().italian(), step.next().italian()));
    }
}
