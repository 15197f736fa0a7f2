package sigillo.keyring;

import java.util.List;

/** Who may open an account. */
public enum Level {
    /** The server has a slot of its own: whoever has its secret and the store reads the mail. */
    L0,
    /** Only secrets of the owner open it, while a session of his lasts. */
    L1,
    /** The same, and mail that comes is encrypted to its owner's OpenPGP certificate before it is kept so. */
    L2;

    /** Where an account may begin: to L2 goes who has published a certificate. */
    public static final List<Level> OF_NEW_ACCOUNTS = List.of(L0, L1);

    /** Whether this server cannot open it alone. */
    public boolean isOwners() { return this != L0; }
}
