package sigillo.main.command;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Address;
import sigillo.login.Grant;
import sigillo.login.SignIn;

@Command(name = "token", description = "Tokens, for programs that sign in by OAUTHBEARER.")
public final class TokenCommand {
    private static final Grant.Kind KIND = Grant.Kind.TOKEN;
    private static final String PASSWORD = "The account's password: ";

    private final Ask ask;

    public TokenCommand(Ask ask) { this.ask = ask; }

    @Command(name = "add", description = "Makes one and prints it once; asks for the account's password.")
    int add(@Mixin Target target, @Mixin SecretLine secret, @Parameters(paramLabel = "ADDRESS") Address address,
            @Parameters(paramLabel = "NAME", description = "What its owner calls it: the device or the program.") String name,
            @Option(names = "--for", paramLabel = "SERVICE", split = ",", defaultValue = "imap,smtp",
                description = "What it is good for: imap, pop, smtp, jmap, sieve. Default: imap,smtp.") List<SignIn.Service> services,
            @Option(names = "--days", paramLabel = "DAYS", defaultValue = "365", description = "So long it holds. Default: 365.") int days,
            @Option(names = "--as-server", description = "Without the account's password: at level L0.") boolean asServer) {
        var password = asServer ? Optional.<String>empty() : Optional.of(secret.read(PASSWORD));
        var result = ask.result(target, new Request.MakeGrant(address, KIND, name, services, Optional.of(days), password));
        if (target.json()) {
            ask.print(target, result);
            return 0;
        }
        ask.say(result.path("done").asString());
        ask.say("token: " + result.path("secret").asString());
        ask.say("For one program. It is not shown again.");
        return 0;
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
