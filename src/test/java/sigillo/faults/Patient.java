package sigillo.faults;

import java.time.Duration;
import java.util.Random;
import java.util.Set;

/** A site that can be harmed, ended and started again. */
interface Patient extends Site, AutoCloseable {
    /** What happens to it in one round, in words for whoever reads of a finding. */
    interface Harm {
        /** Begins, while the load runs. */
        void begin();

        /** How long the load runs at most; less when the site dies of it. */
        Duration runs();

        /** Ends the life: whether the next one must expect attempts to be repeated. */
        boolean end();

        @Override String toString();
    }

    /** Begins a life. */
    void start() throws Exception;

    /** Waits so long, or until it has died. */
    void await(Duration time) throws InterruptedException;

    /** Chooses what happens in the next round. */
    Harm harm(Random random);

    /** Lives after which an attempt may be repeated. */
    Set<Integer> broken();

    @Override void close();
}
