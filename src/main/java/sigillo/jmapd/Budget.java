package sigillo.jmapd;

import java.util.concurrent.atomic.AtomicLong;
import sigillo.jmap.MethodError;
import tools.jackson.databind.JsonNode;

/**
 * What the answers of one request may weigh, of what all may that are being made; what is read for them; and how long
 * they may take. One thread; to be closed.
 */
final class Budget implements AutoCloseable {
    /** As so much read counts one look for what may not be there: 8192 of them in one request, at most. In octets. */
    static final long LOOK_OCTETS = DoorLimits.READ_OCTETS_MAX >> 13;

    private final AtomicLong ofAll;
    private final Patience patience;
    private long taken;
    private long read;

    /** {@code ofAll}: what is taken by all requests. */
    Budget(AtomicLong ofAll, Patience patience) {
        this.ofAll = ofAll;
        this.patience = patience;
    }

    Patience patience() { return patience; }

    /** Before each call, and each object of one. RFC 8620 section 3.6.2: serverUnavailable when its time is over. */
    void check() throws MethodError {
        try {
            patience.check();
        } catch (GivenUp over) {
            throw over.error();
        }
    }

    void take(JsonNode answer) throws MethodError { take(weight(answer, DoorLimits.ANSWERS_OCTETS_MAX + 1)); }

    void take(long octets) throws MethodError {
        check();
        if (taken + octets > DoorLimits.ANSWERS_OCTETS_MAX) throw MethodError
            .of("requestTooLarge", "The answer would be too large: ask for less");
        if (ofAll.addAndGet(octets) > DoorLimits.ALL_ANSWERS_OCTETS_MAX) {
            ofAll.addAndGet(-octets);
            throw MethodError.of("serverUnavailable", "Too much is asked at once: try again later");
        }
        taken += octets;
    }

    /** So much of messages and uploads is read for the request, whatever comes of it. In octets. */
    void read(long octets) throws MethodError {
        check();
        read += octets;
        if (read > DoorLimits.READ_OCTETS_MAX) throw MethodError
            .of("requestTooLarge", "Too much would be read at once: ask for less");
    }

    /** At most about {@code max}: what refers to itself again and again is not walked to its end. */
    static long weight(JsonNode node, long max) {
        if (node.isString()) return DoorLimits.VALUE_OCTETS + weight(node.stringValue());
        long weight = node.isObject() ? DoorLimits.OBJECT_OCTETS : DoorLimits.VALUE_OCTETS;
        for (var property : node.properties()) {
            if (weight > max) return weight;
            weight += property.getKey().length() + weight(property.getValue(), max - weight);
        }
        if (!node.isArray()) return weight;
        for (var one : node) {
            if (weight > max) return weight;
            weight += weight(one, max - weight);
        }
        return weight;
    }

    /** Text beyond Latin-1 takes two octets for each character. */
    private static long weight(String text) {
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) > 0xFF) return 2L * text.length();
        return text.length();
    }

    @Override public void close() {
        ofAll.addAndGet(-taken);
        taken = 0;
    }
}
