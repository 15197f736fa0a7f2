package sigillo.engines;

import java.io.IOException;
import sigillo.milter.MilterAnswer;
import sigillo.milter.MilterCommand;

/** The other side of a conversation with a milter: over a socket, or in a test a script. */
interface MilterTalk {
    void tell(MilterCommand command) throws IOException;

    /** Waits for the next answer. Throws {@link IOException} with a sentence for what is none. */
    MilterAnswer hear() throws IOException;
}
