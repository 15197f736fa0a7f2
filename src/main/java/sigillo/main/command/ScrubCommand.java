package sigillo.main.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sigillo.admin.Request;

@Command(name = "scrub", description = {"Says how far the reading of everything that is kept is, and what it found.",
    "Exit code 1 when something is damaged that no backup had."})
public final class ScrubCommand implements Callable<Integer> {
    private final Ask ask;
    @Mixin private Target target;

    @Option(names = "--now", description = "Begins a pass; while one is under way, another behind it.")
    private boolean now;

    public ScrubCommand(Ask ask) { this.ask = ask; }

    @Override public Integer call() {
        var found = ask.result(target, new Request.Scrub(now));
        ask.print(target, found);
        for (var damage : found.path("damages")) if (!damage.path("repaired").asBoolean()) return 1;
        return 0;
    }
}
