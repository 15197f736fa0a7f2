package sigillo.keyring;

import sigillo.store.StoreException;

/** Keys that somebody changed behind our back. */
final class Tampered extends StoreException {
    private static final long serialVersionUID = 1;

    Tampered(String sentence) { super(sentence, null); }
}
