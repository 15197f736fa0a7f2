package sigillo.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.queue.Enqueue;
import sigillo.queue.Outgoing;
import sigillo.queue.QueueId;
import sigillo.smtp.Envelope;
import sigillo.store.StoreException;
import sigillo.trace.TraceId;

/** Keeps what was put in, read to its end as a queue would, and can be made to refuse. */
public final class KeptQueue implements Enqueue {
    public record Kept(Envelope envelope, byte[] message, TraceId trace, Optional<String> submitter) {
        public String text() { return new String(message, StandardCharsets.UTF_8); }

        public List<String> recipients() {
            return envelope.recipients().stream().map(r -> r.address().toString()).toList();
        }
    }

    public final List<Kept> entries = new ArrayList<>();
    public Optional<StoreException> refusal = Optional.empty();
    public Runnable fault = () -> { };

    @Override public List<QueueId> enqueue(List<Outgoing> messages) {
        if (refusal.isPresent()) throw refusal.get();
        fault.run();
        return messages.stream().map(this::keep).toList();
    }

    private QueueId keep(Outgoing outgoing) {
        try {
            var message = outgoing.message().bytes(0, outgoing.message().length(), Integer.MAX_VALUE);
            entries.add(new Kept(outgoing.envelope(), message, outgoing.trace(), outgoing.submitter()));
            return new QueueId("Q" + entries.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
