package sigillo.main.command;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Address;
import sigillo.login.Grant;
import sigillo.login.SignIn;

/** What is said of an app password or token that is to be made. */
public final class NewGrant {
    @Mixin private SecretLine secret;
    @Parameters(index = "0", paramLabel = "ADDRESS") private Address address;
    @Parameters(index = "1", paramLabel = "NAME", description = "What its owner calls it: the device or the program.")
    private String name;
    @Option(names = "--for", paramLabel = "SERVICE", split = ",", defaultValue = "imap,smtp",
        description = "What it is good for: imap, pop, smtp, jmap, sieve. Default: imap,smtp.")
    private List<SignIn.Service> services;
    @Option(names = "--as-server", description = "Without the account's password: at level L0.")
    private boolean asServer;

    /** Has it made and shows it, {@code called} so, with a {@code note}. */
    int make(Ask ask, Target target, Grant.Kind kind, Optional<Integer> days, String called, String note) {
        var password = asServer ? Optional.<String>empty() : Optional.of(secret.read("The account's password: "));
        var result = ask.result(target, new Request.MakeGrant(address, kind, name, services, days, password));
        if (target.json()) {
            ask.print(target, result);
            return 0;
        }
        ask.say(result.path("done").asString());
        ask.say(called + ": " + result.path("secret").asString());
        ask.say(note);
        return 0;
    }
}
