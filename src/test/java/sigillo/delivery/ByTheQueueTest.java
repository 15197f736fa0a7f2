package sigillo.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sigillo.base.Address;
import sigillo.base.Alarms;
import sigillo.queue.Carrier;
import sigillo.queue.Destination;
import sigillo.queue.MailQueue;
import sigillo.queue.Outcome;
import sigillo.queue.Outgoing;
import sigillo.queue.QueueSettings;
import sigillo.queue.TestQueueSeal;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.smtp.SmtpReply;
import sigillo.spool.Spooled;
import sigillo.trace.Event;
import sigillo.trace.TraceId;

/** Delivery with the real queue behind it, and an outside that answers as a test says. */
class ByTheQueueTest {
    private static final String HELLO = "Subject: hi\r\n\r\nhello\r\n";

    /** What the outside got: {@code <sender> -> recipient}. */
    private final List<String> outside = Collections.synchronizedList(new ArrayList<>());
    private final List<Event> told = Collections.synchronizedList(new ArrayList<>());
    private final House house = new House();
    private final MailQueue queue = new MailQueue(house.store, this::destination, QueueSettings.of(House.HOSTNAME),
        InstantSource.system(), told::add, new Alarms() {
            @Override public void raise(String key, String sentence) { outside.add("alarm " + key); }

            @Override public void clear(String key) { }
        }, TestQueueSeal.passing());
    private final Delivery delivery = new Delivery(House.HOSTNAME, house.residents.directory, house.accounts, queue,
        told::add,
        InstantSource.system());
    private final LocalCarrier local = new LocalCarrier(House.HOSTNAME, house.residents.directory, house.accounts,
        queue,
        told::add, InstantSource.system());

    @BeforeEach void start() { queue.start(); }

    @AfterEach void stop() { queue.close(); }

    @Test void severalGetOneCopyEach() throws Exception {
        assertEquals("250 2.0.0", House.code(send(House.BOB, "anna", "team", "info", "carla")));
        quiet();
        for (var name : List.of("anna", "bruno", "carla")) assertEquals(1, house.inbox(name).size(), name);
        assertEquals(List.of(), outside);
    }

    @Test void whoIsNotThereIsToldToTheSender() throws Exception {
        assertEquals("250 2.0.0", House.code(send(House.BOB, "anna", "ghost", "off")));
        quiet();
        assertEquals(1, house.inbox("anna").size());
        assertEquals(List.of("<> -> bob@sender.example"), outside);
        queue.close(); // a story is told after the commit, perhaps while what it tells of is gone already
        assertEquals(1, told.stream().filter(e -> e.kind() == Event.Kind.NOTIFIED).count());
    }

    @Test void aliasesReachInAndOut() throws Exception {
        assertEquals("250 2.0.0", House.code(send(House.BOB, "both", "away", "carla")));
        quiet();
        assertEquals(1, house.inbox("bruno").size());
        assertEquals(1, house.inbox("carla").size());
        assertEquals(List.of("<bob@sender.example> -> anna@old.example", "<bob@sender.example> -> bruno@old.example"),
            outside.stream().sorted().toList());
    }

    /** Case B18 (b): the notification of a forged sender is the end of it. */
    @Test void aBounceThatBouncesIsTheLast() throws Exception {
        queue.enqueue(new Outgoing(Envelope.of(ReversePath.of(Address.of("ghost@nowhere.example")),
            House.recipients("ghost")),
            Spooled.of(HELLO.getBytes(StandardCharsets.US_ASCII)), TraceId.fresh(), Optional.empty()));
        quiet();
        assertEquals(List.of("<> -> ghost@nowhere.example"), outside);
    }

    /** Case B18 (c): anna's mail goes to an address whose server sends it back here. */
    @Test void aCircleEndsWithOneNotification() throws Exception {
        assertEquals("250 2.0.0", House.code(send(House.BOB, "loop")));
        quiet();
        assertEquals(List.of("<bob@sender.example> -> away@circle.example", "<> -> bob@sender.example"), outside);
    }

    @Test void aTargetThatAlwaysRefusesIsOneNotification() throws Exception {
        assertEquals("250 2.0.0", House.code(send(House.BOB, "never")));
        quiet();
        assertEquals(List.of("<bob@sender.example> -> x@nowhere.example", "<> -> bob@sender.example"), outside);
    }

    @Test void successIsToldWhenItWasAskedFor() throws Exception {
        var asking = new Recipient(Residents.address("anna"), Set.of(Recipient.Notify.SUCCESS), Optional.empty());
        delivery.toAll(new Incoming(Envelope.of(ReversePath.of(House.BOB), List.of(asking)), House.OUTSIDE,
            Spooled.of(HELLO.getBytes(StandardCharsets.US_ASCII)), TraceId.fresh()));
        quiet();
        assertEquals(1, house.inbox("anna").size());
        assertEquals(List.of("<> -> bob@sender.example"), outside);
    }

    /** RFC 3461 section 5.2.7.2: the wish goes along with the message, and is answered once, by who delivers it. */
    @Test void successOfASingleAliasIsToldOnceByTheLast() throws Exception {
        house.residents.alias("friend", "f@friends.example");
        var asking = new Recipient(Residents.address("friend"), Set.of(Recipient.Notify.SUCCESS), Optional.empty());
        delivery.toAll(new Incoming(Envelope.of(ReversePath.of(House.BOB), List.of(asking)), House.OUTSIDE,
            Spooled.of(HELLO.getBytes(StandardCharsets.US_ASCII)), TraceId.fresh()));
        quiet();
        assertEquals(List.of("<bob@sender.example> -> f@friends.example", "<> -> bob@sender.example"), outside);
    }

    private SmtpReply send(Address from, String... to) {
        house.residents.alias("loop", "away@circle.example").alias("never", "x@nowhere.example");
        return delivery.toAll(House.incoming(ReversePath.of(from), HELLO, to));
    }

    private Destination destination(ReversePath from, Address recipient) {
        return house.residents.directory.isLocal(recipient.domain())
            ? new Destination("local", local, true)
            : new Destination("outside", this::carryOutside, false);
    }

    private List<Outcome> carryOutside(Carrier.Job job) {
        return job.envelope().recipients().stream().map(recipient -> {
            outside.add(job.envelope().from() + " -> " + recipient.address());
            return switch (recipient.address().domain().name()) {
                case "nowhere.example" -> new Outcome.Bounced(SmtpReply.of(550, "5.1.1", "No"), "nowhere.example");
                case "circle.example" -> sendBack(job);
                default -> new Outcome.Delivered(SmtpReply.of(250, "2.0.0", "Ok"), "outside.example", false);
            };
        }).toList();
    }

    private Outcome sendBack(Carrier.Job job) {
        try {
            var message = job.message().bytes(0, job.message().length(), 100_000);
            var envelope = Envelope.of(job.envelope().from(), House.recipients("loop"));
            var reply = delivery.toAll(new Incoming(envelope, House.OUTSIDE, Spooled.of(message), TraceId.fresh()));
            return reply.isPositive()
                ? new Outcome.Delivered(reply, "circle.example", false) : new Outcome.Bounced(reply, "circle.example");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void quiet() throws InterruptedException {
        for (var until = Instant.now().plusSeconds(10); queue.counts()
            .entries() > 0; Thread.sleep(Duration.ofMillis(5))) {
            assertTrue(Instant.now().isBefore(until), "the queue comes to rest");
        }
    }
}
