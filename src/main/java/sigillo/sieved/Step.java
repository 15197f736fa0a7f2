package sigillo.sieved;

import java.time.Duration;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.managesieve.SaslAnswer;
import sigillo.managesieve.SieveReply;

/** What the connection does after a command. */
sealed interface Step {

    record Say(SieveReply reply) implements Step {}

    /** The session has written the response, which has several lines. */
    record Said() implements Step {}

    /** The answer waits for a while: the wrong passwords of one connection come slowly. */
    record Later(Duration delay, Step then) implements Step {}

    /** Sends a challenge and gives the answer on. RFC 5804 section 2.1. */
    record Ask(Bytes challenge, Function<SaslAnswer, Step> answered) implements Step {}

    /** After this answer, TLS. */
    record Secure(SieveReply reply) implements Step {}

    /** Says goodbye and closes. */
    record Bye(SieveReply reply) implements Step {}
}
