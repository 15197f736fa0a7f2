package sigillo.correspondents;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.FairPlaces;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsClient.Streamed;
import sigillo.https.WebAddress;
import sigillo.openpgp.Certificate;
import sigillo.openpgp.OpenPgpBroken;
import sigillo.wkd.WkdLocation;

/**
 * Finds certificates of an address, when somebody here sends to it or asks for it: in our own directory; at the
 * address's domain by WKD; at a key server where that is wanted. This server asks, so that nobody outside learns who
 * does, nor from where. What is found is taken only as far as it names the address, and is nobody's word for it:
 * whether it is believed is decided in the browser. Blocks; any thread.
 */
public final class CertificateLookup {
    private static final String ACCEPTED = "application/octet-stream, application/pgp-keys, */*;q=0.5";

    private final PublishedCertificates published;
    private final Optional<HttpsClient> https;
    private final LookupSettings settings;
    private final InstantSource clock;
    private final KeptLookups kept = new KeptLookups();
    private final ChangePace pace = new ChangePace(CorrespondentLimits.LOOKUPS_MAX, CorrespondentLimits.LOOKUPS_IN);
    private final FairPlaces<AccountId> places = new FairPlaces<>(CorrespondentLimits.LOOKUP_PLACES);

    /** {@code https}: empty where nobody outside is asked. */
    public CertificateLookup(PublishedCertificates published, Optional<HttpsClient> https, LookupSettings settings,
            InstantSource clock) {
        this.published = published;
        this.https = https.filter(_ -> settings.isOutside());
        this.settings = settings;
        this.clock = clock;
    }

    public enum Source { HERE, WKD, KEYSERVER }

    /** {@code octets}: binary, with the user IDs of that address alone. */
    public record Found(Source source, Bytes octets) {}

    public sealed interface Result {
        /** None: nobody has one, or could not say so in time. */
        record Certificates(List<Found> found) implements Result {}

        /** Others of this account, or enough of all, are under way. */
        record Busy() implements Result {}

        record Slowed() implements Result {}
    }

    /** Ours alone: nobody outside hears of it. */
    public List<Found> here(Address address) {
        return published.find(address).map(one -> List.of(new Found(Source.HERE, one.octets()))).orElse(List.of());
    }

    public Result lookUp(AccountId account, Address address) {
        boolean isOurs = published.isOurs(address.domain());
        if (isOurs || https.isEmpty() || address.domain().isLiteral()) return new Result.Certificates(here(address));
        var now = clock.instant();
        var before = kept.get(account, address, now);
        if (before.isPresent()) return new Result.Certificates(before.get());
        if (!pace.enter(account, now)) return new Result.Slowed();
        var place = places.enter(account);
        if (place.isEmpty()) return new Result.Busy();
        try (var _ = place.get()) {
            var found = outside(address, now);
            kept.put(account, address, found, now);
            return new Result.Certificates(found);
        }
    }

    private List<Found> outside(Address address, Instant now) {
        long end = System.nanoTime() + CorrespondentLimits.LOOKUP_WITHIN.toNanos();
        var byDomain = wkd(address, end).map(octets -> taken(Source.WKD, octets, address, now)).orElse(List.of());
        if (!byDomain.isEmpty() || settings.keyServer().isEmpty()) return byDomain;
        return keyServer(settings.keyServer().get(), address, end)
            .map(octets -> taken(Source.KEYSERVER, octets, address, now)).orElse(List.of());
    }

    /**
     * By the advanced method, else by the direct one. The draft asks directly only where DNS has no host of the
     * advanced one; we do so too where nobody answers there for it, as behind a wildcard. An answer, whichever it is,
     * counts.
     */
    private Optional<byte[]> wkd(Address address, long end) {
        return switch (fetch(WkdLocation.advanced(address), end)) {
            case Fetch.Octets(var octets) -> Optional.of(octets);
            case Fetch.Nothing() -> Optional.empty();
            case Fetch.Nobody() -> fetch(WkdLocation.direct(address), end) instanceof Fetch.Octets(var octets)
                ? Optional.of(octets) : Optional.empty();
        };
    }

    /** Verifying Key Server interface, version 1: by-email. */
    private Optional<byte[]> keyServer(Domain server, Address address, long end) {
        var path = "/vks/v1/by-email/" + URLEncoder.encode(address.toString(), StandardCharsets.UTF_8)
            .replace("+", "%20");
        return fetch(new WkdLocation(server.name(), path), end) instanceof Fetch.Octets(var octets)
            ? Optional.of(octets) : Optional.empty();
    }

    // ---- what comes ----

    private sealed interface Fetch {
        record Octets(byte[] octets) implements Fetch {}

        /** Somebody has answered, and has none. */
        record Nothing() implements Fetch {}

        record Nobody() implements Fetch {}
    }

    private Fetch fetch(WkdLocation place, long end) {
        var address = Optional.of(new WebAddress(place.host(), place.path()));
        for (int i = 0; i <= CorrespondentLimits.REDIRECTS_MAX && address.isPresent(); i++) {
            var here = address.get();
            var body = new Body();
            switch (https.orElseThrow().stream(here.host(), here.path(), ACCEPTED, body,
                    CorrespondentLimits.FETCHED_OCTETS_MAX, left(end))) {
                case Streamed.Failed _ -> { return i == 0 ? new Fetch.Nobody() : new Fetch.Nothing(); }
                case Streamed.Answered(var status, _) when status == 200 -> { return new Fetch.Octets(body.octets()); }
                case Streamed.Answered(var status, var location) -> address = isRedirect(status) ? here.next(location)
                    : Optional.empty();
            }
        }
        return new Fetch.Nothing();
    }

    /** For one host: others are to be asked too. */
    private static Duration left(long end) {
        long left = Math.min(end - System.nanoTime(), CorrespondentLimits.HOST_WITHIN.toNanos());
        return Duration.ofNanos(Math.max(1, left));
    }

    /** RFC 9110 section 15.4. */
    private static boolean isRedirect(int status) {
        return status >= 301 && status <= 303 || status == 307 || status == 308;
    }

    /** From its beginning where it had to be asked for again. */
    private static final class Body implements HttpsClient.Sink {
        private ByteArrayOutputStream out = new ByteArrayOutputStream();

        @Override public ByteArrayOutputStream begin() {
            out = new ByteArrayOutputStream();
            return out;
        }

        byte[] octets() { return out.toByteArray(); }
    }

    private static List<Found> taken(Source source, byte[] octets, Address address, Instant now) {
        var found = new ArrayList<Found>();
        for (var one : read(octets)) {
            var least = one.minimal(address, now).map(Certificate::octets)
                .filter(its -> its.length <= CorrespondentLimits.PUBLISHED_OCTETS_MAX);
            if (least.isPresent() && found.size() < CorrespondentLimits.FOUND_MAX) found.add(new Found(source, Bytes.wrap(least.get())));
        }
        return found;
    }

    private static List<Certificate> read(byte[] octets) {
        try {
            return Certificate.readAll(octets);
        } catch (OpenPgpBroken broken) {
            return List.of();
        }
    }
}
