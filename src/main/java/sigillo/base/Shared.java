package sigillo.base;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Objects of which there is one for each key as long as somebody holds it; what nobody holds costs no memory. Any
 * thread.
 */
public final class Shared<K, V> {
    private final ConcurrentMap<K, Entry<K, V>> entries = new ConcurrentHashMap<>();
    private final ReferenceQueue<V> gone = new ReferenceQueue<>();

    private static final class Entry<K, V> extends WeakReference<V> {
        private final K key;

        Entry(K key, V value, ReferenceQueue<V> gone) {
            super(value, gone);
            this.key = key;
        }
    }

    /** The one that somebody holds; else {@code make} makes it, which may be called in vain when others do the same. */
    public V get(K key, Function<K, V> make) {
        forgetGone();
        var held = held(key);
        return held != null ? held : put(key, make.apply(key));
    }

    /** Null when nobody holds one. */
    public V held(K key) {
        var entry = entries.get(key);
        return entry == null ? null : entry.get();
    }

    /** All that somebody holds. */
    public List<V> held() {
        return entries.values().stream().map(WeakReference::get).filter(Objects::nonNull).toList();
    }

    /** {@code fresh} is held until here: else it could be collected before it is given out, and nobody would ever have it. */
    private V put(K key, V fresh) {
        var entry = new Entry<>(key, fresh, gone);
        while (true) {
            var kept = entries.merge(key, entry, (old, mine) -> old.get() == null ? mine : old);
            if (kept == entry) return fresh;
            var now = kept.get();
            if (now != null) return now;
        }
    }

    /** The next {@link #get} makes another; whoever holds this one keeps it. */
    public void remove(K key) { entries.remove(key); }

    /** How many keys it remembers, of whom some may be gone. */
    int size() {
        forgetGone();
        return entries.size();
    }

    private void forgetGone() {
        for (var entry = gone.poll(); entry != null; entry = gone.poll()) entries.remove(((Entry<?, ?>) entry).key, entry);
    }
}
