package sigillo.faults;

import java.time.Duration;
import java.util.Random;
import sigillo.store.Store;

/** What outlives a server: the disk, or the cluster. */
interface Ground extends AutoCloseable {
    /** The store for one life. */
    Store open() throws Exception;

    /** The life has ended in order: the store is closed. */
    void stop();

    /**
     * The life has ended without a word, and the machine with it: of what was not durable some is there and some is
     * not.
     */
    void crash(Random random) throws Exception;

    /** Harm that the ground itself does from now on, in words; empty when it does none. */
    default String harm(Random random) { return ""; }

    /** A server has started: a disk that skips syncs has written by now what it was given before. */
    default void started() {}

    /** How much longer a round takes than in memory. */
    default Duration slowness() { return Duration.ZERO; }

    /** What {@link #harm} did is over. */
    default void heal() {}

    @Override void close();
}
