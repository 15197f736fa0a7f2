package sigillo.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.filter.SpamFields;
import sigillo.queue.Outgoing;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient.Notify;
import sigillo.smtp.Recipient;
import sigillo.trace.TraceId;
import sigillo.trace.Traces;

/**
 * An alias sends on to addresses of others. What becomes of sender and message is {@link SendingOn}'s to say.
 */
final class Forwarding {
    private final SendingOn how;
    private final Traces traces;
    private final InstantSource clock;

    Forwarding(SendingOn how, Traces traces, InstantSource clock) {
        this.how = how;
        this.traces = traces;
        this.clock = clock;
    }

    /**
     * What to put into the queue for one recipient; {@code message} has its Received lines. Throws {@link IOException}
     * when it cannot be read.
     */
    Outgoing outgoing(Recipient alias, Route.To route, Envelope envelope, Octets message, TraceId trace)
            throws IOException {
        boolean single = isSingle(route);
        var targets = route.elsewhere().stream().map(address -> target(alias, address, single)).toList();
        var deliveredTo = Filing.deliveredTo(alias.address()).getBytes(StandardCharsets.UTF_8);
        var sealed = how.seals().sealed(SpamFields.withoutOurs(message), alias.address());
        var stamped = Octets.concat(List.of(Octets.of(deliveredTo), sealed));
        var from = how.senders().of(envelope.from(), alias.address());
        return new Outgoing(envelope.to(targets).from(from), stamped, trace, Optional.empty());
    }

    /** To be told once it is in the queue. */
    void tell(Recipient alias, Route.To route, TraceId trace) {
        traces.tell(Steps.forwarded(trace, clock.instant(), alias.address(), route.elsewhere()));
    }

    /** Whether the next server answers for success: RFC 3461 section 5.2.7.2; of several nobody knows which would. */
    static boolean isSingle(Route.To route) { return route.accounts().isEmpty() && route.elsewhere().size() == 1; }

    /** RFC 3461 sections 5.2.1, 5.2.7.2 and 5.2.7.3: what the sender wished and first wrote goes along. */
    private static Recipient target(Recipient alias, Address address, boolean single) {
        var original = alias.originalRecipient()
            .or(() -> alias.address().needsUtf8() ? Optional.empty() : Optional.of("rfc822;" + alias.address()));
        return new Recipient(address, single ? alias.notifyOn() : withoutSuccess(alias.notifyOn()), original);
    }

    private static Set<Notify> withoutSuccess(Set<Notify> wished) {
        if (!wished.contains(Notify.SUCCESS)) return wished;
        var left = EnumSet.copyOf(wished);
        left.remove(Notify.SUCCESS);
        return left.isEmpty() ? Set.of(Notify.NEVER) : left;
    }
}
