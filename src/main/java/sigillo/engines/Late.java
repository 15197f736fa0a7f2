package sigillo.engines;

import java.io.IOException;

/** What was asked had to be over, and was not. */
final class Late extends IOException {
    private static final long serialVersionUID = 1;

    Late() { super("it gave no answer in time"); }
}
