package sigillo.main.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Domain;

@Command(name = "dns", description = "What DNS should show of the domains here, and what it does.")
public final class DnsCommand {
    private final Ask ask;

    public DnsCommand(Ask ask) { this.ask = ask; }

    @Command(name = "check", description = "Asks the servers of the zone now, and says what is missing or wrong.")
    int check(@Mixin Target target, @Parameters(paramLabel = "DOMAIN") Domain domain) {
        var found = ask.result(target, new Request.CheckDns(domain));
        ask.print(target, found);
        return found.valueStream().anyMatch(line -> line.path("state").asString().equals("wrong")) ? 1 : 0;
    }

    @Command(name = "records", description = "Prints what DNS should have, as lines of a zone file.")
    int records(@Mixin Target target, @Parameters(paramLabel = "DOMAIN") Domain domain,
            @Option(names = "--missing", description = "Only what is not right yet.") boolean missing) {
        var found = ask.result(target, new Request.CheckDns(domain));
        found.valueStream().filter(line -> !missing || !line.path("state").asString().equals("right"))
            .forEach(line -> ask.say(line.path("record").asString()));
        return 0;
    }

    @Command(name = "publish", description = "Publishes what is missing or wrong, where this server may change the zone.")
    int publish(@Mixin Target target, @Parameters(paramLabel = "DOMAIN") Domain domain,
            @Option(names = "--take-mail", description = "Takes away MX records of others: mail comes here from then on.") boolean takesMail,
            @Option(names = "--dry-run", description = "Only says what would be added, taken away, and left to you.") boolean isDry) {
        return ask.show(target, new Request.PublishDns(domain, takesMail, isDry));
    }
}
