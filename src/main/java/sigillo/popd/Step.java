package sigillo.popd;

import java.time.Duration;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.pop.PopReply;

/** What the connection does after a command. */
sealed interface Step {

    record Say(PopReply reply) implements Step {}

    /** The session has written the response, which has several lines. */
    record Said() implements Step {}

    /** The answer waits for a while: the wrong passwords of one connection come slowly. */
    record Later(Duration delay, Step then) implements Step {}

    /** Sends a challenge and gives the next line on. RFC 5034 section 4. */
    record Ask(Bytes challenge, Function<String, Step> answered) implements Step {}

    /** After this answer, TLS. */
    record Secure(PopReply reply) implements Step {}

    /** Says goodbye and closes. */
    record Bye(PopReply reply) implements Step {}
}
