package sigillo.delivery;

import java.io.IOException;

/** What is known about a message before anyone judges it: gathered once, then only read. */
record Evidence(Incoming incoming, Trail trail) {

    /** Reads what judging needs; throws when the message cannot be read. */
    static Evidence gather(Incoming incoming) throws IOException {
        return new Evidence(incoming, Trail.read(incoming.message()));
    }
}
