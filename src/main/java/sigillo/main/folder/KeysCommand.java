package sigillo.main.folder;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sigillo.login.Passwords;
import sigillo.main.command.Failure;
import sigillo.main.command.Place;
import sigillo.main.command.SecretLine;

@Command(name = "keys", description = "The server's own keys: docs/sealing.md says what each is for.")
public final class KeysCommand {
    private static final String NEW = "New passphrase: ";

    private final PrintWriter out;

    public KeysCommand(PrintWriter out) { this.out = out; }

    @Command(name = "close", description = "Puts them under a passphrase, which is asked for at every start from then on.")
    int close(@Mixin Place place, @Mixin SecretLine secret) {
        var folder = place.config().sealing().keys();
        var passphrase = secret.readNew(NEW);
        Passwords.whyNot(passphrase).ifPresent(why -> { throw new Failure(why); });
        return done(() -> files(folder, Optional::empty).close(passphrase), "the keys in " + folder + " are under a passphrase: without it nobody starts this server");
    }

    @Command(name = "open", description = "Takes the passphrase away.")
    int open(@Mixin Place place, @Mixin SecretLine secret) {
        var folder = place.config().sealing().keys();
        return done(() -> files(folder, () -> Optional.of(secret.read("Passphrase: "))).open(), "the keys in " + folder + " are in clear");
    }

    @Command(name = "renew-peppers", description = "Makes new peppers: each password gets them when its owner next signs in.")
    int renewPeppers(@Mixin Place place, @Mixin SecretLine secret) {
        var folder = place.config().sealing().keys();
        var files = new KeyFiles(folder, KeyFiles.credentialsOfService(), () -> Optional.of(secret.read("Passphrase: ")));
        return done(files::renewPeppers, "peppers are renewed, in " + folder + ": restart the server, and have the new files in the backup of the keys");
    }

    private static KeyFiles files(java.nio.file.Path folder, java.util.function.Supplier<Optional<String>> asked) {
        return new KeyFiles(folder, Optional.empty(), asked);
    }

    private interface Work {
        void run() throws IOException;
    }

    private int done(Work work, String sentence) {
        try {
            work.run();
        } catch (IOException e) {
            throw new Failure(e.getMessage());
        }
        out.println(sentence);
        out.flush();
        return 0;
    }
}
