package sigillo.moving;

import java.io.IOException;

/** Trying again would end alike. The message is a sentence for people. */
final class Hopeless extends IOException {
    private static final long serialVersionUID = 1L;

    Hopeless(String why) { super(why); }

    Hopeless(String why, Throwable cause) { super(why, cause); }
}
