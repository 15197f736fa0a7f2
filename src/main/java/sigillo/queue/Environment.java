package sigillo.queue;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import sigillo.base.Alarms;
import sigillo.signing.Signer;
import sigillo.trace.Traces;

/** What the parts of the queue need from outside. {@code random} is for jitter and ids and must be safe for threads. */
record Environment(
        Destinations destinations, QueueSettings settings, InstantSource clock, Traces traces, Alarms alarms,
        RandomGenerator random, Colleagues colleagues, Signer signer) {

    /** Of a server that is alone. */
    Environment(Destinations destinations, QueueSettings settings, InstantSource clock, Traces traces, Alarms alarms,
            RandomGenerator random) {
        this(destinations, settings, clock, traces, alarms, random, Colleagues.NONE);
    }

    /** What it writes itself is not signed. */
    Environment(Destinations destinations, QueueSettings settings, InstantSource clock, Traces traces, Alarms alarms,
            RandomGenerator random, Colleagues colleagues) {
        this(destinations, settings, clock, traces, alarms, random, colleagues, Signer.NONE);
    }

    long now() { return clock.millis(); }
}
