package sigillo.main.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A secret that is there already: typed without being seen, or a line of a file or of standard input. */
public final class SecretLine {
    @Option(names = "--secret-file", paramLabel = "FILE",
        description = "It is the first line of this file; otherwise it is asked for.")
    private Path file;

    /** One for all who ask, since it reads ahead. */
    private static final class Standard {
        static final BufferedReader IN = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }

    /** As {@link #read}, typed twice at a terminal. */
    public String readNew(String prompt) {
        var first = read(prompt);
        boolean isTyped = file == null && System.console() != null && System.console().isTerminal();
        if (isTyped && !first.equals(asked("Again: "))) throw new Failure("the two differ; nothing was changed");
        return first;
    }

    public String read(String prompt) { return file == null ? asked(prompt) : of(file, "line with it"); }

    /** Prompts where there is a terminal, else takes the next line of standard input. Throws {@link Failure}. */
    static String asked(String prompt) {
        var console = System.console();
        if (console == null || !console.isTerminal()) return line(Standard.IN, "standard input", "line with it");
        var typed = console.readPassword("%s", prompt);
        if (typed == null || typed.length == 0) throw new Failure("nothing was given");
        return new String(typed);
    }

    /** The next line of standard input. */
    static String standard(String what) { return line(Standard.IN, "standard input", what); }

    static String of(Path file, String what) {
        try (var in = Files.newBufferedReader(file)) {
            return line(in, file.toString(), what);
        } catch (IOException e) {
            throw new Failure(file + " cannot be read");
        }
    }

    private static String line(BufferedReader in, String where, String what) {
        try {
            var line = in.readLine();
            if (line == null || line.isEmpty()) throw new Failure(where + " has no " + what);
            return line;
        } catch (IOException | UncheckedIOException e) {
            throw new Failure(where + " cannot be read as text");
        }
    }
}
