package sigillo.keyring;

/** Who may open an account. */
public enum Level {
    /** The server has a slot of its own: whoever has its secret and the store reads the mail. */
    L0,
    /** Only secrets of the owner open it, while a session of his lasts. */
    L1
}
