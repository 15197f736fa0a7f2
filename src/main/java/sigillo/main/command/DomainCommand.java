package sigillo.main.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Domain;

@Command(name = "domain", description = "The domains whose mail this server takes.")
public final class DomainCommand {
    private final Ask ask;

    public DomainCommand(Ask ask) { this.ask = ask; }

    @Command(name = "add", description = "Adds a domain.")
    int add(@Mixin Target target, @Parameters(paramLabel = "DOMAIN") Domain domain) {
        return ask.show(target, new Request.AddDomain(domain));
    }

    @Command(name = "list", description = "Lists the domains.")
    int list(@Mixin Target target) { return ask.show(target, new Request.ListDomains()); }

    @Command(name = "quota", description = "The same as account quota for all accounts of a domain together.")
    int quota(@Mixin Target target, @Parameters(paramLabel = "DOMAIN") Domain domain,
            @Parameters(paramLabel = "SIZE", arity = "0..1", description = Sizes.WHAT) String size) {
        return ask.show(target, new Request.DomainQuota(domain, Sizes.limit(size)));
    }

    @Command(name = "remove", description = "Removes a domain that has no accounts and no aliases.")
    int remove(@Mixin Target target, @Parameters(paramLabel = "DOMAIN") Domain domain) {
        return ask.show(target, new Request.RemoveDomain(domain));
    }
}
