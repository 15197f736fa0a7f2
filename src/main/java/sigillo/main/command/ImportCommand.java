package sigillo.main.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Address;
import sigillo.moving.Source;

@Command(name = "import", description = {"Takes mail from files of other programs or from another server, each message once; asks for the account's password.",
    "docs/moving.md says what is taken from where."})
public final class ImportCommand implements Callable<Integer> {
    @Mixin private Target target;
    @Mixin private SecretLine secret;

    @Parameters(index = "0", paramLabel = "ADDRESS") private Address address;

    @Parameters(index = "1", paramLabel = "PATH", arity = "0..1", description = "An mbox, a Maildir, a message (.eml), or a folder with them. The server's user reads it.")
    private Path from;

    @Option(names = "--into", paramLabel = "MAILBOX", description = "Put all below this mailbox.")
    private String into;

    @Option(names = "--as-server", description = "Without the account's password: at level L0.")
    private boolean asServer;

    @ArgGroup(exclusive = false, heading = "From another server:%n")
    private SourceOptions source;

    private final Ask ask;

    public ImportCommand(Ask ask) { this.ask = ask; }

    /** Exit code 1 when some mail was refused. */
    @Override public Integer call() {
        if ((from == null) == (source == null)) throw new Failure("either a PATH or --imap says where the mail is");
        var there = Optional.ofNullable(source).map(SourceOptions::read);
        var password = asServer ? Optional.<String>empty() : Optional.of(secret.read("The account's password: "));
        var done = ask.result(target, wish(there, password));
        ask.print(target, done);
        return done.path("refusals").asLong() == 0 ? 0 : 1;
    }

    private Request wish(Optional<Source> there, Optional<String> password) {
        var below = Optional.ofNullable(into);
        if (there.isEmpty()) return new Request.ImportMail(address, from.toAbsolutePath().toString(), below, password);
        return new Request.ImportOverImap(address, there.get(), below, source.followsDeletes(), password);
    }
}
