package sigillo.queue;

import java.util.List;

/** The one door into the queue. */
public interface Enqueue {

    /**
     * Puts messages into the queue, all or none, durable when it returns. Throws {@link sigillo.store.StoreException}
     * when it cannot.
     */
    List<QueueId> enqueue(List<Outgoing> messages);

    default QueueId enqueue(Outgoing message) { return enqueue(List.of(message)).getFirst(); }
}
