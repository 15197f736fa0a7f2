package sigillo.main.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sigillo.ledger.LedgerCheck;

@Command(name = "ledger", description = "What happened to an account, as its owner has exported it.")
public final class LedgerCommand {
    private final PrintWriter out;

    public LedgerCommand(PrintWriter out) { this.out = out; }

    @Command(name = "verify", description = "Says whether an exported ledger is whole; asks no server.")
    int verify(@Parameters(paramLabel = "FILE") Path file) {
        try (var in = Files.newBufferedReader(file)) {
            return switch (LedgerCheck.of(in)) {
                case LedgerCheck.Result.Whole(var head, var closed) -> {
                    out.println("whole: entries " + head.first() + " to " + (head.next() - 1)
                        + (head.first() > 1 ? "; those before were let go" : "")
                        + (closed > 0 ? "; the text of " + closed + " was closed when it was exported" : "")
                        + "; the last hash is " + head.lastHash());
                    out.flush();
                    yield 0;
                }
                case LedgerCheck.Result.Broken(var line, var why) -> throw new Failure(file + ", line " + line + ": "
                    + why);
            };
        } catch (IOException e) {
            throw new Failure(file + " cannot be read as a ledger");
        }
    }
}
