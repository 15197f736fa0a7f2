package sigillo.authorization;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import sigillo.base.AddressKey;
import sigillo.base.Bytes;
import sigillo.base.Sha256;
import sigillo.login.DeviceCode;
import sigillo.oauth.Client;
import sigillo.oauth.Scope;
import sigillo.oauth.UserCode;
import sigillo.sealing.Randomness;

/**
 * Devices that wait until their person has said yes in a browser: RFC 8628. In memory, for a while: after a restart they ask
 * anew. What a device shows is forgotten here once the answer is there; of one that is over stays only that it was. Any
 * thread.
 */
public final class DeviceRequests {
    private final Randomness randomness;
    private final InstantSource clock;
    /** The one that waits longest first. */
    private final Map<UserCode, Request> requests = new LinkedHashMap<>();

    DeviceRequests(Randomness randomness, InstantSource clock) {
        this.randomness = randomness;
        this.clock = clock;
    }

    /** What its person is shown. {@code network}: from where it asked. {@code around}: what lies about that. */
    public record Shown(UserCode code, String clientId, String clientName, Set<Scope> scopes, AddressKey network,
        AddressKey around, Instant at) {

        private Shown ofNobody() { return new Shown(code, "", "", scopes, network, around, at); }
    }

    public record Begun(String device, UserCode user) {
        @Override public String toString() { return "a device that waits"; }
    }

    /** How a device stands. UNKNOWN: not here. YES: what it is given is {@code login.Programs}'. */
    public enum State { WAITING, TOO_SOON, NO, YES, OVER, UNKNOWN }

    private static final class Request {
        private Shown shown;
        private final DeviceCode code;
        private final Bytes hash;
        private State state = State.WAITING;
        private Duration interval = AuthorizationLimits.INTERVAL;
        private Instant asked;

        Request(Shown shown, DeviceCode code, String text) {
            this.shown = shown;
            this.code = code;
            this.hash = hash(text, shown.clientId);
            this.asked = shown.at;
        }

        /** Of a device and the client that it runs. */
        static Bytes hash(String device, String clientId) {
            return Bytes.wrap(Sha256.of((device + "\n" + clientId).getBytes(StandardCharsets.UTF_8)));
        }

        void end() {
            code.close();
            shown = shown.ofNobody();
        }

        boolean isOver(Instant now) { return !now.isBefore(shown.at.plus(AuthorizationLimits.DEVICE_LIFE)); }
    }

    /**
     * Empty while too many wait from there. Where too many wait altogether, the one that waits longest of those around
     * whom most wait makes room, so that nobody fills all places from a few networks.
     */
    public synchronized Optional<Begun> begin(Client client, Set<Scope> scopes, InetAddress from) {
        var now = clock.instant();
        tidy(now);
        var user = UserCode.random(this::below);
        var shown = new Shown(user, client.id(), client.name(), Set.copyOf(scopes), AddressKey.of(from),
            AddressKey.around(from), now);
        if (!hasRoom(shown) || requests.containsKey(user)) return Optional.empty();
        var code = DeviceCode.random(randomness);
        var text = code.text();
        requests.put(user, new Request(shown, code, text));
        return Optional.of(new Begun(text, user));
    }

    /** Those that are over take no place: all that are kept are twice as many at most. */
    private boolean hasRoom(Shown fresh) {
        var now = requests.values().stream().filter(one -> !one.isOver(fresh.at)).map(one -> one.shown).toList();
        long ofNetwork = now.stream().filter(one -> one.network.equals(fresh.network)).count();
        long around = now.stream().filter(one -> one.around.equals(fresh.around)).count();
        if (ofNetwork >= AuthorizationLimits.DEVICES_OF_NETWORK_MAX
            || around >= AuthorizationLimits.DEVICES_OF_SURROUNDINGS_MAX) return false;
        return now.size() < AuthorizationLimits.DEVICES_MAX || hasMadeRoom(now, around);
    }

    /** Nobody makes room for who would then have as many around as he: else those of a thousand networks would push each other out. */
    private boolean hasMadeRoom(List<Shown> now, long around) {
        var counts = now.stream().collect(Collectors.groupingBy(Shown::around, Collectors.counting()));
        var most = now.stream().max(Comparator.comparing(one -> counts.get(one.around))).orElseThrow();
        if (counts.get(most.around) <= around + 1) return false;
        var first = now.stream().filter(one -> one.around.equals(most.around)).findFirst().orElseThrow();
        var gone = requests.values().stream().filter(one -> one.shown == first).findFirst().orElseThrow();
        gone.end();
        return requests.values().remove(gone);
    }

    /** Each as likely as the others. */
    private int below(int bound) {
        int most = 256 / bound * bound;
        int octet;
        do octet = randomness.octets(1)[0] & 0xff; while (octet >= most);
        return octet % bound;
    }

    /** So that a device which comes late is told, they stay as long once more. */
    private void tidy(Instant now) {
        requests.values().removeIf(one -> {
            if (one.isOver(now)) one.end();
            return !now.isBefore(one.shown.at.plus(AuthorizationLimits.DEVICE_LIFE.multipliedBy(2)));
        });
    }

    /** A device asks. RFC 8628 section 3.4 */
    public synchronized State asked(String device, Client client) {
        var now = clock.instant();
        var hash = Request.hash(device, client.id());
        var request = requests.values().stream().filter(one -> one.hash.equals(hash)).findFirst();
        return request.map(one -> state(one, now)).orElse(State.UNKNOWN);
    }

    private State state(Request request, Instant now) {
        if (request.state == State.YES || request.state == State.NO) {
            requests.remove(request.shown.code);
            return request.state;
        }
        if (request.isOver(now)) return State.OVER;
        boolean isTooSoon = now.isBefore(request.asked.plus(request.interval));
        request.asked = now;
        if (!isTooSoon) return State.WAITING;
        var longer = request.interval.plus(AuthorizationLimits.INTERVAL); // RFC 8628 section 3.5
        request.interval = longer.compareTo(AuthorizationLimits.INTERVAL_MAX) < 0 ? longer : AuthorizationLimits.INTERVAL_MAX;
        return State.TOO_SOON;
    }

    /** For its person. Empty when it is over, answered or none. */
    public synchronized Optional<Shown> shown(UserCode code) { return waiting(code).map(one -> one.shown); }

    private Optional<Request> waiting(UserCode code) {
        var now = clock.instant();
        return Optional.ofNullable(requests.get(code)).filter(one -> one.state == State.WAITING && !one.isOver(now));
    }

    /** {@code granting}: gives it what it is to come for; false leaves it waiting. */
    public synchronized boolean grant(UserCode code, Predicate<DeviceCode> granting) {
        var request = waiting(code);
        if (request.isEmpty() || !granting.test(request.get().code)) return false;
        answer(request.get(), State.YES);
        return true;
    }

    public synchronized void refuse(UserCode code) { waiting(code).ifPresent(one -> answer(one, State.NO)); }

    private static void answer(Request request, State state) {
        request.state = state;
        request.code.close();
    }
}
