package sigillo.main.command;

import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Domain;
import sigillo.signing.PublishedKey;
import tools.jackson.databind.JsonNode;

@Command(name = "dkim", description = "The keys that mail of the domains here is signed with.")
public final class DkimCommand {
    /** As {@link Request.ListDkim} answers: whose records DNS should have. */
    private static final Set<String> WANTED = Set.of("prepared", "signing", "leaving");

    private final Ask ask;

    public DkimCommand(Ask ask) { this.ask = ask; }

    @Command(name = "list", description = "Lists them, with what DNS shows of each and what there is to do.")
    int list(@Mixin Target target, @Parameters(paramLabel = "DOMAIN", arity = "0..1") Domain domain,
            @Option(names = "--now", description = "Asks DNS first; else it is asked each minute.") boolean now) {
        return ask.show(target, new Request.ListDkim(Optional.ofNullable(domain), now));
    }

    @Command(name = "records", description = "Prints what DNS should have, as lines of a zone file.")
    int records(@Mixin Target target, @Parameters(paramLabel = "DOMAIN", arity = "0..1") Domain domain) {
        var found = ask.result(target, new Request.ListDkim(Optional.ofNullable(domain), false));
        found.valueStream().filter(key -> WANTED.contains(key.path("state").asString())).map(DkimCommand::line).forEach(ask::say);
        return 0;
    }

    private static String line(JsonNode key) {
        return PublishedKey.zoneLine(key.path("name").asString(), key.path("value").asString());
    }

    @Command(name = "rotate", description = "Makes new keys of a domain now; they are used once DNS shows them.")
    int rotate(@Mixin Target target, @Parameters(paramLabel = "DOMAIN") Domain domain) {
        return ask.show(target, new Request.RotateDkim(domain));
    }
}
