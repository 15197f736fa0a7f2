package sigillo.shred;

/**
 * The key was destroyed, or is not in this file: what is wrapped under it cannot be opened. The sentence is for the
 * operator.
 */
public final class Gone extends Exception {
    private static final long serialVersionUID = 1;

    Gone() { super("the key that it is under is gone, or the file of keys is of another time than the store"); }
}
