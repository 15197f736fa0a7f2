package sigillo.delivery;

import java.io.IOException;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.smtp.ReversePath;

/** What is done to mail that an alias sends on. Any thread. */
public record SendingOn(Senders senders, Seals seals) {
    public static final SendingOn AS_IT_IS = new SendingOn((from, _) -> from, (message, _) -> message);

    /** Who stands as its sender; {@code alias}: the address here that sends on. */
    public interface Senders {
        ReversePath of(ReversePath from, Address alias);
    }

    /** What is put on top of it. */
    public interface Seals {
        /** {@code message} has its trace fields. Throws {@link IOException} only when it cannot be read. */
        Octets sealed(Octets message, Address alias) throws IOException;
    }
}
