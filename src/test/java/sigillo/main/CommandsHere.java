package sigillo.main;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sigillo.peers.Program;

/**
 * Commands as {@code ./sigillo} runs them, in this JVM: what they do they ask of the server that runs, over its socket. For what
 * writes files of its own the launcher counts too (umask, heap), see {@link sigillo.peers.SigilloPeer#launched}.
 */
public final class CommandsHere {
    private CommandsHere() {}

    /** To its end, at most for {@code limit}; what it printed on both, and its exit code. Nobody types. */
    public static Program.Done run(Duration limit, String... words) {
        System.setIn(InputStream.nullInputStream());
        var printed = new StringWriter();
        var both = new PrintWriter(printed, true);
        var running = new FutureTask<>(() -> Main.run(words, both, both));
        Thread.ofPlatform().daemon().name("command " + words[0]).start(running);
        try {
            return new Program.Done(running.get(limit.toMillis(), TimeUnit.MILLISECONDS), printed.toString());
        } catch (TimeoutException e) {
            throw new AssertionError("still running after " + limit + "\n" + printed, e);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
