package sigillo.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.SetClock;
import sigillo.base.ToldLines;
import sigillo.store.Batch;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.Store;
import sigillo.store.Transactions;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;

class StoredTracesTest {
    private static final Bytes KEY = Bytes.utf8("a key of the server, 32 octets..");
    private static final Address ANNA = Address.of("anna@home.example");
    private static final Address BOB = Address.of("bob@sender.example");
    private static final Address CARLA = Address.of("carla@home.example");

    private final MemoryStore store = new MemoryStore();
    private final SetClock clock = new SetClock(Instant.parse("2026-03-01T10:00:00Z"));

    @Test void aStoryIsFoundBeforeAndAfterItIsWritten() {
        var trace = TraceId.fresh();
        try (var traces = open()) {
            traces.tell(event(trace, Event.Kind.RECEIVED, List.of(BOB, ANNA), "Received over SMTP", Optional.empty()));
            clock.advance(Duration.ofMillis(3));
            traces.tell(event(trace, Event.Kind.FILED, List.of(ANNA), "Filed", Optional.of("250 2.0.0 Ok")));
            assertEquals(List.of(Event.Kind.RECEIVED, Event.Kind.FILED),
                kinds(traces.stories().of(trace).orElseThrow()));
        }
        var story = stopped().of(trace).orElseThrow();
        assertEquals(List.of(Event.Kind.RECEIVED, Event.Kind.FILED), kinds(story));
        assertEquals("""
            %s
              2026-03-01T10:00:00Z  RECEIVED  Received over SMTP  bob@sender.example anna@home.example
              2026-03-01T10:00:00.003Z  FILED  Filed  [250 2.0.0 Ok]  anna@home.example
            """.formatted(trace), story.toText());
        assertEquals(Optional.empty(), stopped().of(TraceId.fresh()));
    }

    @Test void anAddressIsFoundInAnyCase() {
        var trace = TraceId.fresh();
        try (var traces = open()) {
            traces.tell(event(trace, Event.Kind.RECEIVED, List.of(Address.of("Anna@HOME.example")), "Received",
                Optional.empty()));
            assertEquals(List.of(trace.text()), about(traces.stories(), ANNA));
        }
        assertEquals(List.of(trace.text()), about(stopped(), ANNA));
        assertEquals(List.of(), about(stopped(), BOB));
    }

    @Test void namesGoAfterAWeekAndStoriesAfterAMonth() {
        var trace = TraceId.fresh();
        try (var traces = open()) {
            traces.tell(event(trace, Event.Kind.BOUNCED, List.of(CARLA), "Refused",
                Optional.of("550 5.1.1 <Carla@home.example>: no such user")));
        }
        clock.advance(Duration.ofDays(7));
        sweep();
        assertTrue(stopped().of(trace).orElseThrow().toText().contains("carla@home.example"), "a week is not over yet");

        clock.advance(Duration.ofDays(1));
        sweep();
        var unnamed = stopped().of(trace).orElseThrow();
        assertFalse(unnamed.toText().contains("@"), unnamed.toText());
        var name = unnamed.steps().getFirst().addresses().getFirst();
        assertTrue(name.matches("#[0-9a-f]{32}"), name);
        assertEquals(Optional.of("550 5.1.1 <" + name + ">: no such user"), unnamed.steps().getFirst().reply());
        assertEquals(List.of(trace.text()), about(stopped(), CARLA));

        clock.advance(Duration.ofDays(23));
        sweep();
        assertEquals(Optional.empty(), stopped().of(trace));
        assertEquals(List.of(), about(stopped(), CARLA));
        assertEquals(1, rows(), "only the mark of the days without names is left");
    }

    @Test void aStoreThatRefusesLosesWhatDoesNotFitAndNothingElse() {
        store.refuse(Written.Cause.FULL);
        var first = TraceId.fresh();
        try (var traces = open()) {
            traces.tell(event(first, Event.Kind.RECEIVED, List.of(ANNA), "Received", Optional.empty()));
            for (int i = 0; i < 20_000; i++) {
                traces.tell(event(TraceId.fresh(), Event.Kind.RECEIVED, List.of(BOB), "Received", Optional.empty()));
            }
            assertTrue(traces.stories().of(first).isPresent());
            store.recover();
        }
        assertTrue(stopped().of(first).isPresent());
        long kept = store.partition(StoredTraces.PARTITION).revision();
        assertTrue(kept > 0 && rows() < 30_000, rows() + " rows");
    }

    /** A store that keeps the first batch, and cannot say so. */
    private static final class Doubting extends ForwardingStore {
        private boolean hasDoubted;

        Doubting(Store inner) { super(inner); }

        @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
            if (hasDoubted || !(partition.apply(batch) instanceof Written.Applied(var revision))) return partition.submit(batch);
            hasDoubted = true;
            partition.apply(new Batch(revision, UUID.randomUUID(), Batch.Lane.BULK, List.of()));
            return CompletableFuture.completedFuture(new Written.Unknown());
        }
    }

    @Test void aStepInDoubtIsToldOnce() {
        var trace = TraceId.fresh();
        var doubting = new Doubting(store);
        try (var traces = new StoredTraces(doubting, KEY, TraceSettings.DEFAULT, clock)) {
            traces.tell(event(trace, Event.Kind.RECEIVED, List.of(ANNA), "Received", Optional.empty()));
            for (int looks = 0; looks < 2_000 && !doubting.hasDoubted; looks++) LockSupport.parkNanos(1_000_000);
            traces.tell(event(trace, Event.Kind.FILED, List.of(ANNA), "Filed", Optional.empty()));
        }
        assertTrue(doubting.hasDoubted);
        assertEquals(List.of("Received", "Filed"), stopped().of(trace).orElseThrow().steps().stream().map(Step::text).toList());
    }

    /** A commit that lacks a class: what waits is kept by the next turn, and one line says why it waited. */
    @Test void anErrorOfOneTurnLosesNothing() {
        var trace = TraceId.fresh();
        var faults = new AtomicInteger();
        var broken = new ForwardingStore(store) {
            @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
                if (faults.getAndIncrement() == 0) throw new NoClassDefFoundError("meant by this test");
                return partition.submit(batch);
            }
        };
        try (var told = ToldLines.of(StoredTraces.class.getName())) {
            try (var traces = new StoredTraces(broken, KEY, TraceSettings.DEFAULT, clock)) {
                traces.tell(event(trace, Event.Kind.RECEIVED, List.of(ANNA), "Received", Optional.empty()));
                for (int looks = 0; looks < 10_000 && faults.get() < 2; looks++) LockSupport.parkNanos(1_000_000);
                traces.tell(event(trace, Event.Kind.FILED, List.of(ANNA), "Filed", Optional.empty()));
            }
            assertEquals(1, told.with("meant by this test").size());
        }
        assertEquals(List.of("Received", "Filed"), stopped().of(trace).orElseThrow().steps().stream().map(Step::text).toList());
    }

    @Test void whatAPeerWroteCannotSteerATerminalOrGrowWithoutEnd() {
        var trace = TraceId.fresh();
        try (var traces = open()) {
            traces.tell(event(trace, Event.Kind.DEFERRED, List.of(), "x".repeat(600),
                Optional.of("450 \u001b[2J\r\n\u202e" + "y".repeat(2_000))));
        }
        var step = stopped().of(trace).orElseThrow().steps().getFirst();
        assertEquals(500, step.text().length());
        assertEquals(1_000, step.reply().orElseThrow().length());
        assertTrue(step.toText().contains("450 �[2J���yyy"), step.toText());
    }

    /** Whatever is told, in whatever order and over restarts: each story is on exactly one page, the newest first. */
    @TestFactory Stream<DynamicTest> pagesAreWhole() {
        return Stream.of(1L, 2L, 3L).map(seed -> dynamicTest("seed " + seed, () -> pagesAreWhole(seed)));
    }

    private static void pagesAreWhole(long seed) {
        var random = new Random(seed);
        var test = new StoredTracesTest();
        var ids = Stream.generate(TraceId::fresh).limit(40).toList();
        var newestFirst = new ArrayList<TraceId>();
        for (int restart = 0; restart < 3; restart++) {
            try (var traces = test.open()) {
                for (int i = 0; i < 80; i++) {
                    var id = ids.get(random.nextInt(ids.size()));
                    test.clock.advance(Duration.ofMinutes(1 + random.nextInt(60)));
                    boolean concerns = random.nextBoolean();
                    traces.tell(test.event(id, Event.Kind.ATTEMPTED, concerns ? List.of(BOB, ANNA) : List.of(BOB), "n"
                        + i, Optional.empty()));
                    if (concerns) {
                        newestFirst.remove(id);
                        newestFirst.addFirst(id);
                    }
                    if (i % 20 == 19) assertEquals(newestFirst.size(), new HashSet<>(pages(traces.stories(), 7))
                        .size());
                }
            }
            assertEquals(newestFirst.stream().map(TraceId::text).toList(),
                pages(test.stopped(), 1 + random.nextInt(12)));
        }
    }

    private static List<String> pages(Stories stories, int max) {
        var all = new ArrayList<String>();
        Optional<String> next = Optional.empty();
        do {
            var page = stories.about(ANNA, next, max);
            page.stories().forEach(s -> all.add(s.trace()));
            next = page.next();
        } while (next.isPresent());
        return all;
    }

    @Test void aPlaceThatIsNoneGivesAnEmptyPage() {
        for (var text : List.of("", "x", "%%%", "AAAA", "A".repeat(500))) {
            assertEquals(new Stories.Page(List.of(), Optional.empty()), stopped().about(ANNA, Optional.of(text), 10),
                text);
        }
    }

    /** Who has the store alone reads when something happened, not to whom; rows of an earlier program are read all the same. */
    @Test void rowsNameNobody() {
        var trace = TraceId.fresh();
        var told = event(trace, Event.Kind.BOUNCED, List.of(CARLA), "Refused", Optional.of("550 5.1.1 <Carla@home.example>: no such user"));
        try (var traces = open()) {
            traces.tell(told);
        }
        store.partition(StoredTraces.PARTITION).range(Bytes.EMPTY, Bytes.utf8("~"), false, (key, value) -> {
            var text = (key.toUtf8() + new String(value, java.nio.charset.StandardCharsets.ISO_8859_1)).toLowerCase();
            assertFalse(text.contains("carla") || text.contains("home") || text.contains("refused"), text);
            return true;
        });
        var other = TraceId.fresh();
        new Transactions(store.partition(StoredTraces.PARTITION)).write(tx -> {
            tx.put(TraceKeys.events(TraceKeys.day(clock.instant()), other, 1), new Row(List.of(Step.of(told))).encode());
            return null;
        });
        assertTrue(stopped().of(other).orElseThrow().toText().contains("carla@home.example"));
    }

    private StoredTraces open() { return new StoredTraces(store, KEY, TraceSettings.DEFAULT, clock); }

    private Stories stopped() { return new StoredStories(store, KEY, TraceSettings.DEFAULT, clock); }

    private void sweep() {
        var transactions = new Transactions(store.partition(StoredTraces.PARTITION));
        new Sweep(transactions, new AddressHash(KEY), new RowSeal(KEY), TraceSettings.DEFAULT).run(clock.instant());
    }

    private int rows() {
        var count = new int[1];
        store.partition(StoredTraces.PARTITION).range(Bytes.EMPTY, Bytes.utf8("~"), false, (_, _) -> ++count[0] > 0);
        return count[0];
    }

    private Event event(TraceId id, Event.Kind kind, List<Address> addresses, String text, Optional<String> reply) {
        return new Event(id, clock.instant(), kind, addresses, text, reply);
    }

    private static List<Event.Kind> kinds(Story story) { return story.steps().stream().map(Step::kind).toList(); }

    private static List<String> about(Stories stories, Address address) {
        return stories.about(address, Optional.empty(), 10).stories().stream().map(Story::trace).toList();
    }
}
