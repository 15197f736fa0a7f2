package sigillo.main.command;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Address;

@Command(name = "undelete", description = "What was expunged, and can be had back.")
public final class UndeleteCommand {
    private static final String PASSWORD = "The account's password: ";
    private static final String AS_SERVER = "Without the account's password: at level L0.";

    private final Ask ask;

    public UndeleteCommand(Ask ask) { this.ask = ask; }

    @Command(name = "list", description = "Lists it, the last first; asks for the account's password.")
    int list(@Mixin Target target, @Mixin SecretLine secret, @Parameters(paramLabel = "ADDRESS") Address address,
            @Option(names = "--max", paramLabel = "N", defaultValue = "100",
                description = "At most so many. Default: ${DEFAULT-VALUE}.") int max,
            @Option(names = "--as-server", description = AS_SERVER) boolean asServer) {
        return ask.show(target, new Request.ListExpunged(address, max, password(secret, asServer)));
    }

    @Command(name = "restore", description =
        "Brings messages back, each where it was; asks for the account's password.")
    int restore(@Mixin Target target, @Mixin SecretLine secret, @Parameters(paramLabel = "ADDRESS") Address address,
            @Parameters(paramLabel = "NUMBER", arity = "0..*", description = "As list shows it.") List<Long> numbers,
            @Option(names = "--all", description = "All that can be had back.") boolean all,
            @Option(names = "--into", paramLabel = "MAILBOX", description = "Into this mailbox.") String into,
            @Option(names = "--as-server", description = AS_SERVER) boolean asServer) {
        var named = numbers == null ? List.<Long>of() : numbers;
        if (all != named.isEmpty()) throw new Failure("say which messages: numbers as list shows them, or --all");
        return ask.show(target, new Request.Undelete(address, named, Optional.ofNullable(into),
            password(secret, asServer)));
    }

    private static Optional<String> password(SecretLine secret, boolean asServer) {
        return asServer ? Optional.empty() : Optional.of(secret.read(PASSWORD));
    }
}
