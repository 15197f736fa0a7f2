package sigillo.archive;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many messages all imports of the server compare with each other at the same time: what they know of them lies in the
 * memory that everybody's mail needs. A place is for one message, or one name that POP had for one. Who finds none is
 * refused and does not wait: who waited would hold what the others wait for. Any thread.
 */
public final class ComparingRoom {
    /** Of {@link #OCTETS} each: less than half of what the server has. */
    public static final int PLACES = 1_500_000;
    /** Of a place, at most; the tests of {@link BySize} and {@link ByDigest} hold it. */
    static final int OCTETS = 17;

    private final int places;
    private final AtomicInteger free;

    public ComparingRoom() { this(PLACES); }

    /** {@code places}: fewer, for tests. */
    ComparingRoom(int places) {
        this.places = places;
        this.free = new AtomicInteger(places);
    }

    /** What one import has; given back when it is closed. One thread. */
    static final class Share implements AutoCloseable {
        private final ComparingRoom room;
        private int taken;

        Share(ComparingRoom room) { this.room = room; }

        /** That one import can have. */
        int most() { return room.places; }

        /** Throws with a sentence for people when there are not so many. */
        void take(long wanted) throws IOException {
            if (wanted + taken > room.places) {
                throw new IOException("more than " + room.places + " messages cannot be compared in one import: what was kept stays");
            }
            int some = (int) wanted;
            if (room.free.getAndUpdate(free -> free < some ? free : free - some) < some) {
                throw new IOException("other imports are under way, and more than " + room.places
                    + " messages cannot be compared at a time: try again when they have ended");
            }
            taken += some;
        }

        @Override public void close() {
            room.free.addAndGet(taken);
            taken = 0;
        }
    }
}
