package sigillo.main.command;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sigillo.admin.Request;
import sigillo.base.Address;
import sigillo.directory.Writers;

@Command(name = "alias", description = "Addresses whose mail goes to others, here or elsewhere.")
public final class AliasCommand {
    private final Ask ask;
    @Spec private CommandSpec spec;

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

    @Command(name = "set", description = "Makes a group of an alias: who may write to it, and under it.")
    int set(@Mixin Target target, @Parameters(paramLabel = "ALIAS") String alias,
            @Option(names = "--writers", paramLabel = "WHO",
                description = "anyone, domain (authors of its domain) or members (whom it reaches).") Writers writers,
            @Option(names = "--send-as", paramLabel = "WHO", description = "members (whom it reaches) or nobody.") String speakers) {
        boolean isWrong = speakers != null && !speakers.equals("members") && !speakers.equals("nobody");
        if (isWrong || writers == null && speakers == null) throw new ParameterException(spec.commandLine(), "say --writers or --send-as members or nobody");
        return ask.show(target, new Request.SetAlias(alias, Optional.ofNullable(writers), Optional.ofNullable(speakers).map("members"::equals)));
    }

    @Command(name = "remove", description = "Removes an alias, or one of its targets.")
    int remove(@Mixin Target target, @Parameters(paramLabel = "ALIAS") String alias,
            @Parameters(paramLabel = "TARGET", arity = "0..1") Address to) {
        return ask.show(target, new Request.RemoveAlias(alias, Optional.ofNullable(to)));
    }
}
