package sigillo.main.command;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Address;

@Command(name = "alias", description = "Addresses whose mail goes to others, here or elsewhere.")
public final class AliasCommand {
    private final Ask ask;

    public AliasCommand(Ask ask) { this.ask = ask; }

    @Command(name = "add", description = "Adds a target to an alias, which is made when it is not there.")
    int add(@Mixin Target target,
            @Parameters(paramLabel = "ALIAS",
                description = "An address, or @DOMAIN for all that is nobody's.") String alias,
            @Parameters(paramLabel = "TARGET", description = "Where its mail goes.") Address to) {
        return ask.show(target, new Request.AddAlias(alias, to));
    }

    @Command(name = "list", description = "Lists the aliases.")
    int list(@Mixin Target target) { return ask.show(target, new Request.ListAliases()); }

    @Command(name = "remove", description = "Removes an alias, or one of its targets.")
    int remove(@Mixin Target target, @Parameters(paramLabel = "ALIAS") String alias,
            @Parameters(paramLabel = "TARGET", arity = "0..1") Address to) {
        return ask.show(target, new Request.RemoveAlias(alias, Optional.ofNullable(to)));
    }
}
