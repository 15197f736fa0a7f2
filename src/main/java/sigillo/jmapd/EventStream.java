package sigillo.jmapd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import sigillo.http.Asked;
import sigillo.http.Outlet;

/**
 * Push by events: RFC 8620 section 7.3. Whoever listens is told of the state after a commit, the last one when there
 * were several: what he has missed he gets by {@code /changes}. It ends when the way in by which he came is taken away,
 * when the server stops, and after an hour; browsers come again, and say by Last-Event-ID what they have heard.
 */
final class EventStream {
    private final Caller caller;
    private final Set<String> types;
    private final boolean closesAfterState;
    private final Duration ping;
    private final Optional<String> heard;
    /** Has permits while there is something to look at. */
    private final Semaphore news = new Semaphore(0);
    private final AtomicBoolean ended = new AtomicBoolean();

    private EventStream(Caller caller, Set<String> types, boolean closesAfterState, Duration ping,
        Optional<String> heard) {
        this.caller = caller;
        this.types = types;
        this.closesAfterState = closesAfterState;
        this.ping = ping;
        this.heard = heard;
    }

    /** Empty for what RFC 8620 section 7.3 does not know. */
    static Optional<EventStream> of(Caller caller, Asked asked) {
        var said = asked.query().get("types");
        var types = new LinkedHashSet<String>();
        for (var type : said.split(",", DoorLimits.EVENT_TYPES_MAX)) if (caller.types().has(type)) types.add(type);
        if (said.equals("*")) types.addAll(caller.types().all());
        var closeAfter = asked.query().get("closeafter");
        var ping = asked.query().get("ping");
        boolean isKnown = !said.isEmpty() && (closeAfter.equals("state") || closeAfter.equals("no"))
            && ping.matches("[0-9]{1,9}");
        if (!isKnown) return Optional.empty();
        var heard = asked.header("last-event-id");
        return Optional.of(new EventStream(caller, types, closeAfter.equals("state"), ping(Long.parseLong(ping)),
            heard));
    }

    /** RFC 8620 section 7.3: the server may make it longer or shorter; 0 is none. */
    private static Duration ping(long seconds) {
        return Duration.ofSeconds(seconds == 0 ? 0
            : Math.clamp(seconds, DoorLimits.PING_MIN.toSeconds(), DoorLimits.PING_MAX.toSeconds()));
    }

    /** Returns when it is over. */
    void run(Outlet outlet) throws IOException {
        caller.way().whenEnded(() -> {
            ended.set(true);
            news.release();
        });
        try (var _ = caller.account().listen(_ -> news.release())) {
            listen(outlet);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(Outlet outlet) throws IOException, InterruptedException {
        long end = System.nanoTime() + DoorLimits.EVENTS_MAX.toNanos();
        var watch = StateWatch.of(caller.account(), caller.types(), types, heard);
        long spokenAt = System.nanoTime();
        outlet.send(comment());
        var looks = new Looks();
        if (heard.isPresent()) looks.want();
        while (!ended.get() && !outlet.isOver() && System.nanoTime() < end) {
            var change = looks.look(watch);
            if (change.isPresent()) {
                outlet.send(event("state", Optional.of(change.get().position()),
                    change.get().json(caller.accountId()).toString()));
                spokenAt = System.nanoTime();
                if (closesAfterState) return;
            }
            boolean isPingDue = !ping.isZero() && System.nanoTime() - spokenAt >= ping.toNanos();
            if (isPingDue) {
                outlet.send(ping());
                spokenAt = System.nanoTime();
            }
            var wait = looks.wait(DoorLimits.EVENTS_LOOK);
            if (news.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) looks.news();
            news.drainPermits();
        }
    }

    /** So that headers go out, and proxies see that something comes. */
    private static byte[] comment() { return ":\r\n\r\n".getBytes(StandardCharsets.US_ASCII); }

    private byte[] ping() { return event("ping", Optional.empty(), "{\"interval\":" + ping.toSeconds() + "}"); }

    private static byte[] event(String name, Optional<String> id, String data) {
        var text = "event: " + name + "\r\n" + id.map(one -> "id: " + one + "\r\n").orElse("") + "data: " + data
            + "\r\n\r\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
