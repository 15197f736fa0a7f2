package sigillo.net;

import java.util.Optional;

/** A place for one connection, which says what it holds beyond what it has while it idles. Any thread. */
interface Holding extends AutoCloseable {
    /** Of who is bounded otherwise: our own connections to others. */
    Holding UNBOUNDED = new Holding() {
        @Override public void take(int octets) { }

        @Override public boolean takeIfFree(int octets) { return true; }

        @Override public void give(int octets) { }

        @Override public boolean signedIn() { return true; }

        @Override public void recognised() { }

        @Override public Optional<Holding> beside() { return Optional.of(this); }

        @Override public void close() { }
    };

    /** Waits a moment for others to give back what they hold; throws {@link NoRoom} when they do not. */
    void take(int octets) throws NoRoom;

    /** False when there is no room just now. */
    boolean takeIfFree(int octets);

    void give(int octets);

    /** An owner has signed in. False when those who have done so have no place left; then all stays as it is. */
    boolean signedIn();

    /**
     * Somebody who has signed in before speaks here, at a door where each request shows that: no stranger takes his
     * place from now on, as long as those of whom this is said are not too many.
     */
    void recognised();

    /** Another place for the same connection, among those who have signed in. Empty when there is none. */
    Optional<Holding> beside();

    /** The connection is gone. */
    @Override void close();
}
