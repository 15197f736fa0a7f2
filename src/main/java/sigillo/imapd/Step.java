package sigillo.imapd;

import java.time.Duration;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.imap.SaslAnswer;
import sigillo.imap.Status;

/** What the connection does after a command; the untagged responses are written by then. */
sealed interface Step {

    record Done(Status status) implements Step {}

    /** The answer waits for a while: the wrong passwords of one connection come slowly. */
    record Later(Duration delay, Step then) implements Step {}

    /** Sends a challenge and gives the answer on. RFC 9051 section 6.2.2. */
    record Ask(Bytes challenge, Function<SaslAnswer, Step> answered) implements Step {}

    /** After this answer, TLS. */
    record Secure(Status status) implements Step {}

    /** After this answer, compressed. */
    record Compress(Status status) implements Step {}

    record Idle() implements Step {}

    /** Says goodbye and closes. */
    record Bye(Status bye, Status status) implements Step {}
}
