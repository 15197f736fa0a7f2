package sigillo.main.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;

@Command(name = "certificate", description = "The certificates of this server: what show says (docs/certificates.md).")
public final class CertificateCommand implements Callable<Integer> {
    private final Ask ask;
    @Mixin private Target here;

    public CertificateCommand(Ask ask) { this.ask = ask; }

    @Override public Integer call() { return show(here); }

    @Command(name = "show", description = "What is served, until when, when it is renewed and why then, and what went wrong.")
    int show(@Mixin Target target) { return ask.show(target, new Request.ShowCertificates()); }

    @Command(name = "renew", description = "Orders one now.")
    int renew(@Mixin Target target, @Option(names = "--new-key", description = "Instead makes a key that follows once DNS shows its TLSA record.") boolean newKey) {
        return ask.show(target, new Request.RenewCertificate(newKey));
    }

    @Command(name = "import", description = "Serves one of yours from now on, until one is ordered. Files in PEM that the server's user can read.")
    int bring(@Mixin Target target, @Parameters(paramLabel = "CHAIN") Path chain, @Parameters(paramLabel = "KEY") Path key) {
        return ask.show(target, new Request.BringCertificate(absolute(chain), absolute(key)));
    }

    private static String absolute(Path file) { return file.toAbsolutePath().normalize().toString(); }
}
