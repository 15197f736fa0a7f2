package sigillo.admin;

import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.queue.QueueDesk;
import sigillo.queue.QueueEntry;
import sigillo.queue.QueueId;
import sigillo.queue.Selection;
import sigillo.trace.Stories;
import sigillo.trace.Story;
import sigillo.trace.TraceId;

/** Messages on their way: what waits in the queue, and the story of each. */
final class MessageDesk implements Desk {
    private final QueueDesk queue;
    private final Stories stories;

    MessageDesk(QueueDesk queue, Stories stories) {
        this.queue = queue;
        this.stories = stories;
    }

    @Override public void register(Requests requests) {
        requests.on(Request.ListQueue.class, asked -> list(asked.after(), asked.max()));
        requests.on(Request.OrderQueue.class, this::order);
        requests.on(Request.Trace.class, asked -> trace(asked.what(), asked.max()));
    }

    Answer list(Optional<QueueId> after, int max) { return new Answer.Done(queue.list(after, max)); }

    Answer order(Request.OrderQueue order) {
        var selection = selection(order);
        if (selection.isEmpty()) return new Answer.Failed("say for which entries: an id, a domain, a sender or all");
        if (order.id().isPresent() && queue.find(order.id().get()).isEmpty()) {
            return new Answer.Failed("nothing waits under " + order.id().get());
        }
        return new Answer.Done(new Results.Ordered(switch (order.order()) {
            case RETRY -> queue.retry(selection.get());
            case GIVE_UP -> queue.giveUp(selection.get());
            case DROP -> queue.drop(selection.get());
            case HOLD -> queue.hold(selection.get());
            case RELEASE -> queue.release(selection.get());
        }));
    }

    private static Optional<Selection> selection(Request.OrderQueue order) {
        return order.id().<Selection>map(Selection.One::new)
            .or(() -> order.to().map(Selection.To::new))
            .or(() -> order.sender().map(sender -> new Selection.Submitter(sender.toString())))
            .or(() -> order.all() ? Optional.of(new Selection.All()) : Optional.empty());
    }

    /** {@code what}: an address, a trace id, or the id of an entry in the queue. */
    Answer trace(String what, int max) {
        var address = Address.parse(what);
        if (address.isPresent()) return found(stories.about(address.get(), Optional.empty(), max).stories(), what);
        var waiting = QueueId.parse(what).flatMap(queue::find).map(QueueEntry::trace);
        var trace = TraceId.parse(waiting.orElse(what));
        if (trace.isEmpty()) return new Answer.Failed(what + " is neither an address nor the id of a message");
        return found(trace.flatMap(stories::of).stream().toList(), what);
    }

    private static Answer found(List<Story> found, String what) {
        return found.isEmpty() ? new Answer.Failed("nothing is known of " + what) : new Answer.Done(found);
    }
}
