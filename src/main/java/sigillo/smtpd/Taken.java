package sigillo.smtpd;

import java.io.IOException;
import sigillo.spool.Spooled;

/** What became of the octets of a message. */
public sealed interface Taken {
    /** All of it. It is closed when the session has answered. */
    record Whole(Spooled message) implements Taken {}

    /** A chunk, and more will come. */
    record Chunk(long octets) implements Taken {}

    record TooLarge() implements Taken {}

    /** So large that its end was not waited for. */
    record Endless() implements Taken {}

    /** A CR or LF alone: see {@link sigillo.smtp.DataReader}. */
    record BareLineEnd() implements Taken {}

    /** The spool is full. */
    record NoRoom() implements Taken {}

    /** The spool's disk failed. */
    record Broken(IOException fault) implements Taken {}
}
