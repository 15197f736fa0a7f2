package sigillo.main.command;

import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.admin.Request.QueueOrder;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.queue.QueueId;

@Command(name = "queue", description = "Mail that is to leave, or to be delivered here once more is possible.")
public final class QueueCommand {
    private final Ask ask;

    public QueueCommand(Ask ask) { this.ask = ask; }

    @Command(name = "list", description = "Lists what waits, in order of arrival.")
    int list(@Mixin Target target,
            @Option(names = "--after", paramLabel = "ID", description = "Begin behind this entry.") QueueId after,
            @Option(names = "--max", paramLabel = "N", defaultValue = "1000",
                description = "So many entries. Default: ${DEFAULT-VALUE}.") int max) {
        new QueueList(ask).show(target, Optional.ofNullable(after), max);
        return 0;
    }

    @Command(name = "retry", description = "Tries at once what waits and is not held.")
    int retry(@Mixin Target target, @ArgGroup(multiplicity = "1") Which which) {
        return order(target, QueueOrder.RETRY, which, "are tried now");
    }

    @Command(name = "give-up", description = "Gives entries up now, as what is too old: their senders are told by mail.")
    int giveUp(@Mixin Target target, @ArgGroup(multiplicity = "1") Which which) {
        return order(target, QueueOrder.GIVE_UP, which, "are given up within a minute");
    }

    @Command(name = "drop", description = "Takes entries out, without a word to their senders.")
    int drop(@Mixin Target target, @ArgGroup(multiplicity = "1") Which which) {
        return order(target, QueueOrder.DROP, which, "are dropped");
    }

    @Command(name = "hold", description = "Keeps entries from being tried and from growing old.")
    int hold(@Mixin Target target, @ArgGroup(multiplicity = "1") Which which) {
        return order(target, QueueOrder.HOLD, which, "are held");
    }

    @Command(name = "release", description = "Lets go what is held.")
    int release(@Mixin Target target, @ArgGroup(multiplicity = "1") Which which) {
        return order(target, QueueOrder.RELEASE, which, "are released");
    }

    private int order(Target target, QueueOrder order, Which which, String done) {
        var result = ask.result(target, new Request.OrderQueue(
            order, Optional.ofNullable(which.id), Optional.ofNullable(which.to),
            Optional.ofNullable(which.from), which.all));
        if (target.json()) ask.print(target, result);
        else ask.say(result.path("recipients").asLong() + " recipients " + done);
        return 0;
    }

    /** For which entries an order is. */
    static final class Which {
        @Parameters(paramLabel = "ID", description = "One entry.") private QueueId id;

        @Option(names = "--to", paramLabel = "DOMAIN", description = "Recipients at this domain.") private Domain to;

        @Option(names = "--from", paramLabel = "ADDRESS", description = "What this account sent.") private Address from;

        @Option(names = "--all", description = "Everything.") private boolean all;
    }
}
