package sigillo.engines;

import java.io.IOException;
import sigillo.filter.Engine;
import sigillo.filter.Mail;

/** How one program is asked about one message. Any thread, several at once. */
interface Asking {
    sealed interface Heard {
        /** {@code isAgainst}: it says that the message is harmful or spam. */
        record Told(Engine.Said said, boolean isAgainst) implements Heard {}

        /** It leaves this message out; which says nothing against the program. */
        record Passed(String why) implements Heard {}

        /** What it says cannot be understood, or is that it cannot. */
        record Failed(String why) implements Heard {}
    }

    /**
     * Ends {@code until} a moment of {@link System#nanoTime}. Throws {@link IOException} with a sentence when the program
     * cannot be reached or breaks off.
     */
    Heard ask(Mail mail, long until) throws IOException;
}
