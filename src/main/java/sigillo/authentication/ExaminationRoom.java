package sigillo.authentication;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import sigillo.base.AddressKey;
import sigillo.message.HeaderSection;

/**
 * What all messages that are examined at once may hold together: each keeps its header and what DNS said while it waits,
 * and strangers decide how long that is. No client has more than a share of it, nor has a network. A header of a size
 * that nobody sends in good faith takes nothing from the others, and a network that had its turn with one waits until
 * others could have theirs. Any thread.
 */
final class ExaminationRoom {
    private final long octetsMax;
    private final LongSupplier nanoTime;
    private final Map<AddressKey, Long> byClient = new HashMap<>();
    private final Map<AddressKey, Long> byNetwork = new HashMap<>();
    private long taken;
    private int large;
    private AddressKey lastLarge;
    private long lastLargeAt;

    /** {@code octetsMax}: of all together. */
    ExaminationRoom(long octetsMax) { this(octetsMax, System::nanoTime); }

    ExaminationRoom(long octetsMax, LongSupplier nanoTime) {
        this.octetsMax = octetsMax;
        this.nanoTime = nanoTime;
    }

    /** Octets of heap, with what is remembered of DNS. */
    static long weight(HeaderSection.Size header) {
        return AuthenticationLimits.EXAMINATION_OCTETS + header.octets()
            + (long) header.fields() * AuthenticationLimits.FIELD_OCTETS;
    }

    static boolean isLarge(long octets) { return octets > AuthenticationLimits.ORDINARY_OCTETS_MAX; }

    /** False when there is no room now for one of this client; what was taken must be given back. */
    synchronized boolean take(InetAddress client, long octets) {
        if (isLarge(octets)) return takeLarge(AddressKey.around(client));
        var one = AddressKey.of(client);
        var network = AddressKey.around(client);
        boolean isRoom = taken + octets <= octetsMax
            && byClient.getOrDefault(one, 0L) + octets <= octetsMax / AuthenticationLimits.CLIENT_SHARE
            && byNetwork.getOrDefault(network, 0L) + octets <= octetsMax / AuthenticationLimits.NETWORK_SHARE;
        if (!isRoom) return false;
        taken += octets;
        byClient.merge(one, octets, Long::sum);
        byNetwork.merge(network, octets, Long::sum);
        return true;
    }

    private boolean takeLarge(AddressKey network) {
        long now = nanoTime.getAsLong();
        boolean hadItsTurn = network.equals(lastLarge)
            && now - lastLargeAt < AuthenticationLimits.LARGE_OF_ONE_NETWORK_EVERY.toNanos();
        if (hadItsTurn || large >= AuthenticationLimits.LARGE_AT_ONCE_MAX) return false;
        large++;
        lastLarge = network;
        lastLargeAt = now;
        return true;
    }

    synchronized void give(InetAddress client, long octets) {
        if (isLarge(octets)) {
            large--;
            return;
        }
        taken -= octets;
        give(byClient, AddressKey.of(client), octets);
        give(byNetwork, AddressKey.around(client), octets);
    }

    private static void give(Map<AddressKey, Long> shares, AddressKey key, long octets) {
        shares.computeIfPresent(key, (_, held) -> held == octets ? null : Long.valueOf(held - octets));
    }
}
