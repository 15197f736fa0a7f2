package sigillo.main.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sigillo.admin.Request;

@Command(name = "status", description = "Says whether the server runs and how it is.")
public final class StatusCommand implements Callable<Integer> {
    private final Ask ask;
    @Mixin private Target target;

    public StatusCommand(Ask ask) { this.ask = ask; }

    @Override public Integer call() { return ask.show(target, new Request.Status()); }
}
