package sigillo.directory;

import java.util.Optional;
import sigillo.base.Address;

/** Addresses of ours behind which there is a program of this server, as a mailing list. Any thread; quick. */
@FunctionalInterface
public interface Programs {
    Programs NONE = (_, _) -> Optional.empty();

    /** What it means for mail of {@code writer}; empty for an address like others. */
    Optional<Recipients.Resolved> of(Address address, Writer writer);
}
