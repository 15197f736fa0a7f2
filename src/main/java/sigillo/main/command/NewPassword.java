package sigillo.main.command;

import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Option;
import sigillo.login.Passwords;

/**
 * Where a new password comes from: a file, standard input, a random source, or a prompt. Never a word of the command
 * line, which every user of the machine can read.
 */
public final class NewPassword {
    @Option(names = "--password-file", paramLabel = "FILE",
        description = "Take the password from the first line of a file; - is standard input.")
    private Path file;

    @Option(names = "--generate", description = "Make a password and print it once.")
    private boolean generate;

    public boolean isGenerated() { return generate; }

    /** Throws {@link Failure} when there is none. */
    public String read() {
        if (generate) return Passwords.fresh();
        if (file != null && !file.toString().equals("-")) return SecretLine.of(file, "password in its first line");
        var console = System.console();
        if (file == null && console != null && console.isTerminal()) return prompted(console);
        return SecretLine.standard("password in its first line");
    }

    private static String prompted(java.io.Console console) {
        var first = console.readPassword("Password: ");
        var second = console.readPassword("Again: ");
        if (first == null || first.length == 0) throw new Failure("no password was given");
        if (!Arrays.equals(first, second)) throw new Failure("the two differ; nothing was changed");
        return new String(first);
    }
}
