package sigillo.account;

import sigillo.store.StoreException;

/**
 * Content of an account that is not open, or of which this part is not: nothing is broken, and who comes with the right
 * secret reads it.
 */
public final class Locked extends StoreException {
    private static final long serialVersionUID = 1;

    public Locked(String sentence) { super(sentence, null); }
}
