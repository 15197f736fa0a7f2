package sigillo.keyring;

import sigillo.sealing.Secret;
import sigillo.sealing.Slot;

/**
 * A way into an account that is to be made. {@code secret} is the caller's to wipe; nobody can guess it, since what
 * people choose was hardened before it comes here.
 */
public record Way(Slot.Kind kind, Secret secret) {
    public Way {
        if (kind == Slot.Kind.SERVER) throw new IllegalArgumentException("the server's slot is the keyring's own");
    }

    @Override public String toString() { return "a way by " + kind; }
}
