package sigillo.backup;

import java.io.IOException;

/** Something of a backup is missing, changed, cut off or not where it belongs: the sentence names it. */
public final class Damaged extends IOException {
    private static final long serialVersionUID = 1;

    Damaged(String sentence) { super(sentence); }
}
