package sigillo.quarantine;

import java.util.Optional;
import sigillo.base.Octets;

/** Who looks for viruses. Blocks; any thread. */
public interface Scanner {
    /** What it knows, in a text that is another when that is; empty when it does not say now. */
    Optional<String> signatures() throws InterruptedException;

    Looked look(Octets message) throws InterruptedException;

    /** What came of a message. */
    sealed interface Looked {
        record Clean() implements Looked {}

        /** {@code why}: a sentence with the name of the virus. */
        record Infected(String why) implements Looked {}

        /** It left the message out, too large for one. */
        record Passed() implements Looked {}

        record Silent() implements Looked {}
    }
}
