package sigillo.main.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Address;

@Command(name = "import", description = "Takes mail from files of other programs, each message once; asks for the account's password.")
public final class ImportCommand implements Callable<Integer> {
    @Mixin private Target target;
    @Mixin private SecretLine secret;

    @Parameters(paramLabel = "ADDRESS") private Address address;

    @Parameters(paramLabel = "PATH", description = "An mbox, a Maildir, a message (.eml), or a folder with them. The server's user reads it.")
    private Path from;

    @Option(names = "--into", paramLabel = "MAILBOX", description = "Put all below this mailbox.")
    private String into;

    @Option(names = "--as-server", description = "Without the account's password: at level L0.")
    private boolean asServer;

    private final Ask ask;

    public ImportCommand(Ask ask) { this.ask = ask; }

    /** Exit code 1 when some mail was refused. */
    @Override public Integer call() {
        var password = asServer ? Optional.<String>empty() : Optional.of(secret.read("The account's password: "));
        var wish = new Request.ImportMail(address, from.toAbsolutePath().toString(), Optional.ofNullable(into), password);
        var done = ask.result(target, wish);
        ask.print(target, done);
        return done.path("refusals").asLong() == 0 ? 0 : 1;
    }
}
