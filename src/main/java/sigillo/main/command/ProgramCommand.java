package sigillo.main.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Address;
import sigillo.login.Grant;

@Command(name = "program", description = "Programs that an owner has let in at a page of ours (OAuth).")
public final class ProgramCommand {
    private static final Grant.Kind KIND = Grant.Kind.PROGRAM;

    private final Ask ask;

    public ProgramCommand(Ask ask) { this.ask = ask; }

    @Command(name = "list", description = "Lists them, with their last use.")
    int list(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address) {
        return ask.show(target, new Request.ListGrants(address, KIND));
    }

    @Command(name = "revoke", description = "Makes all its tokens void; who is signed in with them is out.")
    int revoke(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address,
            @Parameters(paramLabel = "NUMBER", description = "As list shows it.") long number) {
        return ask.show(target, new Request.RevokeGrant(address, KIND, number));
    }
}
