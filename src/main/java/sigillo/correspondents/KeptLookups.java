package sigillo.correspondents;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.correspondents.CertificateLookup.Found;

/**
 * What was found lately, also that there was nothing; in memory, for the account alone that asked: how quick an answer
 * comes would tell the others whom it writes to. Any thread.
 */
final class KeptLookups {
    private final Map<Asked, Kept> kept = new LinkedHashMap<>();
    private long octets;

    private record Asked(AccountId account, String address) {}

    private record Kept(List<Found> found, Instant until) {
        long octets() {
            return CorrespondentLimits.KEPT_EMPTY_OCTETS + found.stream().mapToLong(one -> one.octets().length()).sum();
        }
    }

    synchronized Optional<List<Found>> get(AccountId account, Address address, Instant now) {
        return Optional.ofNullable(kept.get(new Asked(account, address.lookupKey())))
            .filter(one -> now.isBefore(one.until)).map(Kept::found);
    }

    synchronized void put(AccountId account, Address address, List<Found> found, Instant now) {
        var age = found.isEmpty() ? CorrespondentLimits.NOTHING_KEPT : CorrespondentLimits.FOUND_KEPT;
        var key = new Asked(account, address.lookupKey());
        drop(key);
        var one = new Kept(List.copyOf(found), now.plus(age));
        kept.put(key, one);
        octets += one.octets();
        while (octets > CorrespondentLimits.KEPT_OCTETS_MAX) drop(kept.keySet().iterator().next());
    }

    private void drop(Asked key) {
        var was = kept.remove(key);
        if (was != null) octets -= was.octets();
    }
}
