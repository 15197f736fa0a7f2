package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sigillo.account.AccountId;
import sigillo.http.Asked;
import sigillo.http.Fields;
import sigillo.http.Outlet;
import sigillo.http.Reply;
import sigillo.keyring.Unlocked;
import sigillo.keyring.Way;

/** Push by events: RFC 8620 section 7.3. */
@Timeout(30)
class EventStreamTest {
    private final JmapHouse house = new JmapHouse();

    @AfterEach void nothingIsHeldOpen() {
        assertEquals(0, house.open.get(), "streams that hold the account open");
        house.close();
    }

    private Reply ask(String query, Map<String, String> more) {
        var headers = new LinkedHashMap<>(Map.of("authorization", "Bearer t", "host", "localhost"));
        headers.putAll(more);
        return house.door.answer(new Asked(Asked.Method.GET, "/jmap/events", Fields.parse(query), headers, new byte[0], InetAddress.getLoopbackAddress(), () -> { }));
    }

    /** A listener on a thread of its own. */
    private static final class Listener implements Outlet {
        private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private volatile boolean isOver;
        private final Thread thread;

        Listener(Reply reply) {
            assertEquals(200, reply.status());
            assertEquals("text/event-stream", reply.headers().get("Content-Type"));
            thread = Thread.ofVirtual().start(() -> {
                try {
                    reply.source().orElseThrow().sendTo(this);
                } catch (IOException e) {
                    throw new AssertionError(e);
                } finally {
                    reply.over().run();
                }
            });
        }

        @Override public void send(byte[] octets) { heard.add(new String(octets, StandardCharsets.UTF_8)); }

        @Override public boolean isOver() { return isOver; }

        String next() throws InterruptedException {
            var event = heard.poll(10, TimeUnit.SECONDS);
            assertTrue(event != null, "an event came");
            return event;
        }

        void end() throws InterruptedException {
            isOver = true;
            joined();
        }

        void joined() throws InterruptedException { assertTrue(thread.join(Duration.ofSeconds(10)), "it ended"); }
    }

    /** The first at once; of those that follow in the pause only the last. */
    @Test void tellsOfCommits() throws Exception {
        var listener = new Listener(ask("types=Email,Colour,Mailbox&closeafter=no&ping=0", Map.of()));
        assertEquals(":\r\n\r\n", listener.next());
        for (int i = 1; i <= 2; i++) {
            for (int n = 0; n < i; n++) house.deposit("INBOX", "Subject: " + i + "\n\nHi.");
            long revision = house.anna.revision();
            assertEquals("event: state\r\nid: " + revision + "\r\ndata: {\"@type\":\"StateChange\",\"changed\":{\"anna\":{\"Email\":\"" + revision
                + "\",\"Mailbox\":\"" + revision + "\"}}}\r\n\r\n", listener.next());
        }
        listener.end();
        assertTrue(listener.heard.isEmpty());
    }

    /** What another page of the account calls its labels is seen at once. */
    @Test void tellsOfNamesOfLabels() throws Exception {
        var listener = new Listener(ask("types=Labels&closeafter=state&ping=0", Map.of()));
        listener.next();
        house.call("Labels/set", "{\"update\": {\"singleton\": {\"labels/far\": {\"name\": \"Far away\", \"color\": \"#0a6cce\"}}}}");
        var state = house.call("Labels/get", "{}").get("state").asString();
        assertTrue(listener.next().contains("{\"Labels\":\"" + state + "\"}"));
        listener.joined();
    }

    /** Whoever was away hears at once that something has happened; he who has heard it does not. */
    @Test void whoComesAgainMissesNothing() throws Exception {
        long before = house.anna.revision();
        house.deposit("INBOX", "Subject: one\n\nHi.");
        var listener = new Listener(ask("types=*&closeafter=state&ping=0", Map.of("last-event-id", Long.toString(before))));
        listener.next();
        var event = listener.next();
        assertTrue(event.contains("\"Thread\":\"" + house.anna.revision() + "\""));
        var id = event.lines().filter(line -> line.startsWith("id: ")).findFirst().orElseThrow().substring(4);
        listener.joined();
        var other = new Listener(ask("types=*&closeafter=state&ping=0", Map.of("last-event-id", id)));
        other.next();
        assertEquals(null, other.heard.poll(300, TimeUnit.MILLISECONDS));
        other.end();
        // what is not the account's has changed while nobody listened
        house.quota = java.util.OptionalLong.of(1_000);
        var third = new Listener(ask("types=*&closeafter=state&ping=0", Map.of("last-event-id", id)));
        third.next();
        var told = third.next();
        assertTrue(told.contains("\"Quota\":\"") && !told.contains("\"Mailbox\""), told);
        third.joined();
        house.quota = java.util.OptionalLong.empty();
        house.rules().put(JmapHouse.ANNA, "away", "keep;".getBytes(StandardCharsets.UTF_8));
        var fourth = new Listener(ask("types=*&closeafter=state&ping=0", Map.of("last-event-id", id)));
        fourth.next();
        assertTrue(fourth.next().contains("\"SieveScript\":\""));
        fourth.joined();
    }

    /** An app password that is revoked, an account that is destroyed. */
    @Test void endsWithTheWayIn() throws Exception {
        var ending = new AtomicReference<Runnable>();
        house.opening = _ -> new Unlocked() {
            private final Unlocked nothing = Unlocked.nothing(JmapHouse.ANNA, () -> true);

            @Override public AccountId account() { return nothing.account(); }

            @Override public long slot() { return 0; }

            @Override public long add(Way way) { return nothing.add(way); }

            @Override public void heal() { }

            @Override public boolean isWhole() { return true; }

            @Override public void whenEnded(Runnable action) { ending.set(action); }

            @Override public boolean stands() { return true; }

            @Override public void close() { }
        };
        var listener = new Listener(ask("types=*&closeafter=no&ping=0", Map.of()));
        listener.next();
        ending.get().run();
        listener.joined();
    }

    @Test void whatIsNotKnownIsRefused() {
        for (var query : new String[] {"", "types=*", "types=*&closeafter=no", "types=&closeafter=no&ping=0", "types=*&closeafter=maybe&ping=0", "types=*&closeafter=no&ping=-1"}) {
            var reply = ask(query, Map.of());
            reply.over().run();
            assertEquals(400, reply.status(), query);
        }
    }

    @Test void streamsOfAnAccountAreCounted() throws Exception {
        var all = new ArrayList<Listener>();
        for (int i = 0; i < DoorLimits.EVENT_STREAMS_MAX; i++) all.add(new Listener(ask("types=*&closeafter=no&ping=0", Map.of())));
        var one = ask("types=*&closeafter=no&ping=0", Map.of());
        one.over().run();
        assertEquals(429, one.status());
        for (var listener : all) listener.isOver = true;
        for (var listener : all) listener.joined();
        new Listener(ask("types=*&closeafter=no&ping=0", Map.of())).end();
    }
}
