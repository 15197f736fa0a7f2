package sigillo.main.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Json;
import sigillo.admin.Request;
import sigillo.trace.Story;

@Command(name = "trace", description =
    "Tells what became of a message: each step with its time, its reason and the reply.")
public final class TraceCommand implements Callable<Integer> {
    private final Ask ask;
    @Mixin private Target target;

    @Parameters(paramLabel = "ID|ADDRESS",
        description = "A trace id, a queue id, or an address: then its newest messages.")
    private String what;

    @Option(names = "--max", paramLabel = "N", defaultValue = "20",
        description = "So many messages. Default: ${DEFAULT-VALUE}.")
    private int max;

    public TraceCommand(Ask ask) { this.ask = ask; }

    @Override public Integer call() {
        var stories = ask.result(target, new Request.Trace(what, max));
        if (target.json()) ask.print(target, stories);
        else stories.forEach(story -> ask.say(Json.MAPPER.treeToValue(story, Story.class).toText().stripTrailing()));
        return 0;
    }
}
