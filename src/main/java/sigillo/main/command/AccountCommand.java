package sigillo.main.command;

import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Address;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "account", description = "Who may sign in, and keeps mail here.")
public final class AccountCommand {
    private final Ask ask;

    public AccountCommand(Ask ask) { this.ask = ask; }

    @Command(name = "add", description = "Adds an account; without another source its password is asked for.")
    int add(@Mixin Target target, @Mixin NewPassword password, @ArgGroup(multiplicity = "1") Who who) {
        if (who.batch != null) return new AccountBatch(ask).add(target, who.batch);
        var secret = password.read();
        return done(target, new Request.AddAccount(who.address, secret), password, secret);
    }

    /** One or many. */
    static final class Who {
        @Parameters(paramLabel = "ADDRESS", description = "One account.") private Address address;

        @Option(names = "--batch", paramLabel = "FILE", description = "Many: a line each, address, blank, password.") private Path batch;
    }

    @Command(name = "password", description = "Sets a new password.")
    int password(@Mixin Target target, @Mixin NewPassword password, @Parameters(paramLabel = "ADDRESS") Address address) {
        var secret = password.read();
        return done(target, new Request.SetPassword(address, secret), password, secret);
    }

    private int done(Target target, Request request, NewPassword password, String secret) {
        var result = ask.result(target, request);
        if (target.json() && password.isGenerated() && result instanceof ObjectNode whole) whole.put("password", secret);
        ask.print(target, result);
        if (!target.json() && password.isGenerated()) ask.say("password: " + secret);
        return 0;
    }

    @Command(name = "list", description = "Lists the accounts.")
    int list(@Mixin Target target) { return ask.show(target, new Request.ListAccounts()); }

    @Command(name = "disable", description = "Lets nobody sign in and takes no mail; what is there stays.")
    int disable(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address) {
        return ask.show(target, new Request.SetDisabled(address, true));
    }

    @Command(name = "enable", description = "Takes a disabling back.")
    int enable(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address) {
        return ask.show(target, new Request.SetDisabled(address, false));
    }

    @Command(name = "remove", description = "Removes an account with all its mail.")
    int remove(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address,
            @Option(names = "--yes", description = "Do not ask whether this is meant.") boolean yes) {
        var console = System.console();
        if (!yes && console != null && console.isTerminal()
                && !address.toString().equals(console.readLine("All mail of %s will be gone. Type the address again: ", address))) {
            throw new Failure("nothing was removed");
        }
        return ask.show(target, new Request.RemoveAccount(address));
    }

    @Command(name = "verify", description = "Reads all that an account keeps and counts again. Exit code 1 when something is wrong.")
    int verify(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address) {
        var found = ask.result(target, new Request.VerifyAccount(address));
        ask.print(target, found);
        return found.path("sound").asBoolean() ? 0 : 1;
    }
}
