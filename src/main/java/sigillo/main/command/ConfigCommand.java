package sigillo.main.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import sigillo.main.config.Config;
import sigillo.main.config.ConfigFile;
import sigillo.net.CertificateFiles;
import sigillo.net.Tls;

/** What the configuration says, as far as can be told without starting a server. */
public final class ConfigCommand {
    private ConfigCommand() {}

    @Command(name = "check-config", description = "Says what is wrong in a configuration, with line and column.")
    public static final class Check implements java.util.concurrent.Callable<Integer> {
        private final PrintWriter out;
        @Parameters(paramLabel = "FILE") private Path file;

        public Check(PrintWriter out) { this.out = out; }

        @Override public Integer call() {
            checkCertificate(Place.read(file).tls());
            out.println(file + ": all right");
            out.flush();
            return 0;
        }
    }

    /** Whether the two belong together is no question of a line. */
    private static void checkCertificate(Config.Certificates files) {
        if (files.certificate().isEmpty()) return;
        try {
            Tls.open(List.of(new CertificateFiles(files.certificate().get(), files.key().orElseThrow())));
        } catch (IOException wrong) {
            throw new Failure("[tls]: " + wrong.getMessage());
        }
    }

    @Command(name = "config", description = "The configuration in force.")
    public static final class Show {
        private final PrintWriter out;

        public Show(PrintWriter out) { this.out = out; }

        @Command(name = "show", description =
            "Prints every setting with its value, as a configuration file; secrets are masked.")
        int show(@Mixin Place place) {
            switch (ConfigFile.readAlone(place.file())) {
                case ConfigFile.Outcome.Right(_, var effective) -> out.print(effective);
                case ConfigFile.Outcome.Wrong(var problems) -> throw Failure.of(problems);
            }
            out.flush();
            return 0;
        }
    }
}
