package sigillo.main.command;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Address;

@Command(name = "complaint", description = "Recipients elsewhere who have complained of mail from an account, and get no more from it.")
public final class ComplaintCommand {
    private final Ask ask;

    public ComplaintCommand(Ask ask) { this.ask = ask; }

    @Command(name = "list", description = "Lists them, of all accounts or of one, the newest first.")
    int list(@Mixin Target target, @Parameters(paramLabel = "ACCOUNT", arity = "0..1", description = "Of this one.") Address account) {
        return ask.show(target, new Request.ListComplaints(Optional.ofNullable(account)));
    }

    @Command(name = "lift", description = "Lets an account write to a recipient again who has complained.")
    int lift(@Mixin Target target, @Parameters(paramLabel = "ACCOUNT") Address account,
            @Parameters(paramLabel = "RECIPIENT") Address recipient) {
        return ask.show(target, new Request.LiftComplaint(account, recipient));
    }
}
