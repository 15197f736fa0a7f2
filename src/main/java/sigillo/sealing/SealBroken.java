package sigillo.sealing;

import java.io.IOException;

/** What was sealed is not what it was, or is not what it was taken for; the sentence is for the operator. */
public final class SealBroken extends IOException {
    private static final long serialVersionUID = 1;

    SealBroken(String sentence) { super(sentence); }
}
