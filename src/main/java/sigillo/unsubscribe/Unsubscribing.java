package sigillo.unsubscribe;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Domain;
import sigillo.base.FairPlaces;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsClient.Sent;
import sigillo.https.WebAddress;
import sigillo.message.Header;

/**
 * Leaves lists by one click in the place of owners: RFC 8058. The list is asked by this server, so that it learns neither from
 * where nor with what somebody reads: public addresses only, without cookie or referrer, and nothing is followed (section 3.1
 * forbids to send on). Blocks. Any thread.
 */
public final class Unsubscribing {
    private static final byte[] BODY = OneClick.SAID.getBytes(StandardCharsets.US_ASCII);
    private static final Map<String, String> FIELDS = Map.of("Content-Type", "application/x-www-form-urlencoded");

    private final Domain hostname;
    private final HttpsClient https;
    private final InstantSource clock;
    private final FairPlaces<AccountId> places = new FairPlaces<>(UnsubscribeLimits.PLACES);
    private final Map<AccountId, Lately> lately = new HashMap<>();

    /** {@code hostname}: this server's. */
    public Unsubscribing(Domain hostname, HttpsClient https, InstantSource clock) {
        this.hostname = hostname;
        this.https = https;
        this.clock = clock;
    }

    /** What a click came to. */
    public enum Outcome {
        /** The list has taken it. */
        DONE,
        /** It answered, and did not. */
        REFUSED,
        /** It did not answer in time, or is at no public address. */
        NOT_REACHED,
        /** Others are under way, or the account has left many lists lately. */
        SLOWED
    }

    private record Lately(Instant since, int count) {}

    /** Where a message's list is left by one click; empty where it is not offered, or not believed. */
    public Optional<WebAddress> offered(Header header) { return OneClick.in(header, hostname); }

    /** Asks {@code list} in the account's place, once, within {@link UnsubscribeLimits#WITHIN}. Blocks. RFC 8058 section 3.2. */
    public Outcome leave(AccountId account, WebAddress list) {
        var place = places.enter(account);
        if (place.isEmpty()) return Outcome.SLOWED;
        try (var _ = place.get()) {
            if (!mayLeave(account)) return Outcome.SLOWED;
            return switch (https.send(list, FIELDS, BODY, UnsubscribeLimits.WITHIN)) {
                case Sent.Answered(var status, _) -> status >= 200 && status < 300 ? Outcome.DONE : Outcome.REFUSED;
                case Sent.Failed _ -> Outcome.NOT_REACHED;
            };
        }
    }

    private synchronized boolean mayLeave(AccountId account) {
        var now = clock.instant();
        lately.values().removeIf(one -> !now.isBefore(one.since.plus(UnsubscribeLimits.WINDOW)));
        var known = lately.getOrDefault(account, new Lately(now, 0));
        if (known.count == UnsubscribeLimits.IN_WINDOW_MAX) return false;
        lately.put(account, new Lately(known.since, known.count + 1));
        return true;
    }
}
