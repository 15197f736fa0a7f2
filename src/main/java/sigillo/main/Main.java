package sigillo.main;

import java.io.PrintWriter;
import java.nio.file.Path;
import sigillo.main.command.Failure;
import sigillo.main.process.LogKeeper;
import sigillo.main.process.Logs;
import sigillo.store.StoreException;

/** The program. Exit code 0: done; 1: failed, and standard error says why; 2: the words were wrong. */
public final class Main {
    private static final int FAILED = 1;

    private Main() {}

    public static void main(String[] words) {
        System.setProperty("java.util.logging.manager", LogKeeper.class.getName()); // before the first look at a log
        Logs.start(java.util.logging.Level.WARNING, false);
        System.exit(run(words, new PrintWriter(System.out, true), new PrintWriter(System.err, true)));
    }

    /**
     * A service starts by {@code serve --config FILE}: who says just that does not wait until all commands with their options
     * are put together, by a library whose classes are too old for what the JVM keeps between starts.
     */
    static int run(String[] words, PrintWriter out, PrintWriter err) {
        boolean isService = words.length == 3 && words[0].equals("serve") && words[1].equals("--config") && !words[2].startsWith("-");
        return isService ? serve(Path.of(words[2]), err) : CommandWords.run(words, out, err);
    }

    private static int serve(Path config, PrintWriter err) {
        try {
            return ServeCommand.run(config);
        } catch (RuntimeException failure) {
            return failed(failure, err);
        }
    }

    /** Says why; a trace only of what nobody foresaw. */
    static int failed(Exception thrown, PrintWriter err) {
        switch (thrown) {
            case Failure failure -> err.println(failure.getMessage());
            case StoreException store -> err.println(store.getMessage());
            default -> thrown.printStackTrace(err);
        }
        return FAILED;
    }
}
