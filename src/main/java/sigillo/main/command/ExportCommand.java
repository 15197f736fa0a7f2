package sigillo.main.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.archive.Export;
import sigillo.base.Address;

@Command(name = "export", description =
    "Writes all mail of an account into files, in clear; asks for the account's password.")
public final class ExportCommand implements Callable<Integer> {
    @Mixin private Target target;
    @Mixin private SecretLine secret;

    @Parameters(paramLabel = "ADDRESS") private Address address;

    @Parameters(paramLabel = "FOLDER", description = "Is made, or is empty. The server's user writes it.")
    private Path folder;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "mbox",
        description = "mbox, maildir or eml. Default: ${DEFAULT-VALUE}.")
    private Export.Format format;

    @Option(names = "--as-server", description = "Without the account's password: at level L0.")
    private boolean asServer;

    private final Ask ask;

    public ExportCommand(Ask ask) { this.ask = ask; }

    /** Exit code 1 when some mail could not be read. */
    @Override public Integer call() {
        var password = asServer ? Optional.<String>empty() : Optional.of(secret.read("The account's password: "));
        var done = ask.result(target,
            new Request.ExportMail(address, folder.toAbsolutePath().toString(), format, password));
        ask.print(target, done);
        return done.path("failures").asLong() == 0 ? 0 : 1;
    }
}
