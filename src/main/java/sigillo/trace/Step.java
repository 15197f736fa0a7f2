package sigillo.trace;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import sigillo.base.Printable;

/**
 * An {@link Event} as it is kept and shown. {@code addresses} are addresses, or {@code #} and 32 hexadecimal digits
 * where the time for names has passed. Its components are what {@code --json} prints.
 */
public record Step(Instant at, Event.Kind kind, List<String> addresses, String text, Optional<String> reply) {
    public Step {
        addresses = List.copyOf(addresses);
    }

    static Step of(Event event) {
        return new Step(event.at().truncatedTo(ChronoUnit.MILLIS), event.kind(),
            event.addresses().stream().map(Object::toString).toList(), event.text(), event.reply());
    }

    /** One line for a terminal: what a peer wrote into its reply cannot steer it. */
    public String toText() {
        var line = new StringBuilder(at.toString()).append("  ").append(kind).append("  ").append(text);
        reply.ifPresent(r -> line.append("  [").append(r).append(']'));
        if (!addresses.isEmpty()) line.append("  ").append(String.join(" ", addresses));
        return Printable.of(line.toString());
    }
}
