package sigillo.main.command;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Address;
import sigillo.login.Grant;

@Command(name = "token", description = "Tokens, for programs that sign in by OAUTHBEARER.")
public final class TokenCommand {
    private static final Grant.Kind KIND = Grant.Kind.TOKEN;

    private final Ask ask;

    public TokenCommand(Ask ask) { this.ask = ask; }

    @Command(name = "add", description = "Makes one and prints it once; asks for the account's password.")
    int add(@Mixin Target target, @Mixin NewGrant wanted,
            @Option(names = "--days", paramLabel = "DAYS", defaultValue = "365",
                description = "So long it holds. Default: 365.") int days) {
        return wanted.make(ask, target, KIND, Optional.of(days), "token", "For one program. It is not shown again.");
    }

    @Command(name = "list", description = "Lists them, with their last use.")
    int list(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address) {
        return ask.show(target, new Request.ListGrants(address, KIND));
    }

    @Command(name = "revoke", description = "Makes one void; who is signed in with it is out.")
    int revoke(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address,
            @Parameters(paramLabel = "NUMBER", description = "As list shows it.") long number) {
        return ask.show(target, new Request.RevokeGrant(address, KIND, number));
    }
}
