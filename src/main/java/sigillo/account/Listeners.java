package sigillo.account;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who wants to be told of an account's changes. What a listener throws is logged and troubles nobody else. */
final class Listeners {
    private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

    private final List<Place> places = new CopyOnWriteArrayList<>();
    private long lookedElsewhere;

    /** A listener's own place: the same listener may have several. */
    private final class Place implements Subscription {
        private final Consumer<Changes> listener;

        Place(Consumer<Changes> listener) { this.listener = listener; }

        @Override public void close() { places.remove(this); }
    }

    boolean isEmpty() { return places.isEmpty(); }

    /**
     * Up to which revision it was looked for what other processes have committed; 0 when it is not known. Only under the
     * lock of this object.
     */
    long lookedElsewhere() { return lookedElsewhere; }

    void lookedElsewhere(long revision) { lookedElsewhere = revision; }

    Subscription add(Consumer<Changes> listener) {
        var place = new Place(listener);
        places.add(place);
        return place;
    }

    void tell(Changes changes) {
        for (var place : places) {
            try {
                place.listener.accept(changes);
            } catch (RuntimeException | Error bug) {
                LOG.log(Level.ERROR, "a listener to account " + changes.account() + " failed", bug);
            }
        }
    }
}
