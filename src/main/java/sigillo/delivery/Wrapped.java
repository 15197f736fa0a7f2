package sigillo.delivery;

import java.util.Optional;
import sigillo.account.ClientText;
import sigillo.spool.Spooled;

/**
 * A message as it is encrypted to its owner, and what his browsers are to read of it without opening it. To be closed
 * when it is kept.
 */
public record Wrapped(Spooled content, Optional<ClientText> text) implements AutoCloseable {
    public static Wrapped of(Spooled content) { return new Wrapped(content, Optional.empty()); }

    @Override public void close() {
        text.ifPresent(ClientText::close);
        content.close();
    }
}
