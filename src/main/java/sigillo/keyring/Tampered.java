package sigillo.keyring;

import sigillo.store.Damaged;

/** Keys that somebody changed behind our back. */
final class Tampered extends Damaged {
    private static final long serialVersionUID = 1;

    Tampered(String sentence) { super(sentence, null); }
}
