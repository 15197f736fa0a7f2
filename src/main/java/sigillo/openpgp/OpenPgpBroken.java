package sigillo.openpgp;

import java.io.IOException;

/**
 * Octets of OpenPGP are not taken. An {@link IOException}, because it may leave a stream: who reads from a disk or a
 * network at the same time catches this one first.
 */
public final class OpenPgpBroken extends IOException {
    private static final long serialVersionUID = 1;

    private final Refusal refusal;

    OpenPgpBroken(Refusal refusal) { this(refusal, null); }

    /** {@code cause}: for who debugs; its text is never shown, since it may tell of secrets. */
    OpenPgpBroken(Refusal refusal, Throwable cause) {
        super(refusal.sentence(), cause);
        this.refusal = refusal;
    }

    public Refusal refusal() { return refusal; }
}
