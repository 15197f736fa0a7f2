package sigillo.queue;

import sigillo.store.Damaged;

/** What was sealed is damaged, or its key is gone: its entry is held, and an operator must look. */
public final class Unreadable extends Damaged {
    private static final long serialVersionUID = 1;

    Unreadable(String sentence, Throwable cause) { super(sentence, cause); }
}
