package sigillo.account;

import java.util.Optional;

/**
 * What the browsers of an account's owner are to read of a message that is encrypted to him when it is kept: so that
 * they find it without fetching and opening it. Sealed to a key of theirs; this server does not read it again. It is
 * a help and not the mail: where there is none, they open the message. Who made it closes it, which wipes it.
 */
public interface ClientText extends AutoCloseable {
    /** Of what {@link #sealed} gives. */
    int OCTETS_MAX = 24 << 10;

    /**
     * Only computes: it is called within the commit that keeps the Email, and again where that is tried again. Empty:
     * it cannot be sealed any more.
     */
    Optional<byte[]> sealed(EmailId email);

    @Override void close();
}
