package sigillo.directory;

import java.util.Optional;
import sigillo.base.Address;

/**
 * Who writes to an address. {@code author}: in whose name, where it is shown that he does. {@code isTrusted}: nobody asks,
 * or this server itself writes.
 */
public record Writer(Optional<Address> author, boolean isTrusted) {
    public static final Writer WHOEVER = new Writer(Optional.empty(), true);
    /** A stranger, or one who says that he is somebody. */
    public static final Writer NOT_SHOWN = new Writer(Optional.empty(), false);

    public static Writer shown(Address author) { return new Writer(Optional.of(author), false); }
}
