package sigillo.main.command;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "filter", description = "Which mail from outside is spam, for all accounts.")
public final class FilterCommand {
    private final Ask ask;

    public FilterCommand(Ask ask) { this.ask = ask; }

    @Command(name = "list", description = "Shows or says whom this server allows and blocks for all accounts that say nothing of him.")
    int list(@Mixin Target target, @Mixin Lists lists) { return ask.show(target, lists.request(Optional.empty(), Optional.empty())); }
}
