package sigillo.main.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;

@Command(name = "warm-up", description = "How much large receivers get from an address that is new to them; \"start\" begins the 30 days, \"stop\" ends them.")
public final class WarmUpCommand implements Callable<Integer> {
    private final Ask ask;
    @Mixin private Target target;

    /** What is to be done. */
    enum Turned { start, stop }

    @Parameters(paramLabel = "start|stop", arity = "0..1", description = "Without either it is shown.")
    private Turned turned;

    public WarmUpCommand(Ask ask) { this.ask = ask; }

    @Override public Integer call() {
        return ask.show(target, new Request.WarmUp(Optional.ofNullable(turned).map(word -> word == Turned.start)));
    }
}
