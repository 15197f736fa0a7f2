package sigillo.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.queue.Outgoing;
import sigillo.queue.Selection;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.trace.TraceId;

/**
 * Somebody who can write to the store changes a later part of a message that waits. Its beginning opens, so that carriers
 * begin with it: it must be held, with an alarm, and nobody gets a part of it. Put right, it goes out.
 */
@Timeout(60)
class ChangedMessageTest {
    private static final int MESSAGE_OCTETS = 300_000;
    /** Behind the first chunk of 64 KiB, and behind what the header is read from. */
    private static final int CHANGED_AT = 200_000;

    @TempDir Path folder;
    private Home home;

    @BeforeEach void open() throws Exception { home = new Home(folder, "other.example"); }

    @AfterEach void close() { home.close(); }

    @Test void isHeldWhenItIsForAnAccountHere() throws Exception {
        changedAndPutRight(Home.BOB);
        home.rest();
        assertEquals(1, home.inbox(Home.BOB).size());
    }

    @Test void isHeldWhenItIsForAnotherServer() throws Exception {
        changedAndPutRight("eve@other.example");
        home.rest();
        assertEquals(1, home.outside.at("other.example").mails().size());
    }

    /** An alias puts it into the queue again. */
    @Test void isHeldWhenItIsToBeSentOn() throws Exception {
        home.alias("away@home.example", "eve@other.example");
        changedAndPutRight("away@home.example");
        while (home.outside.at("other.example").mails().isEmpty()) { // what goes on is to be released at the same time
            home.queue.desk().retry(new Selection.All());
            Thread.sleep(20);
        }
        assertEquals(1, home.outside.at("other.example").mails().size());
    }

    private void changedAndPutRight(String to) throws Exception {
        var released = Optional.of(Instant.now().plus(Duration.ofHours(1)));
        var envelope = new Envelope(ReversePath.of(Address.of(Home.ANNA)), List.of(Recipient.of(Address.of(to))), Optional.empty(),
            Optional.empty(), Envelope.Body.SEVEN_BIT, false, released);
        var message = "Subject: long\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(MESSAGE_OCTETS / 72);
        var id = home.queue.enqueue(new Outgoing(envelope, Octets.of(Home.octets(message)), TraceId.fresh(), Optional.empty()));
        var blob = blob();
        var whole = stored(blob);
        var changed = whole.clone();
        changed[CHANGED_AT] ^= 1;
        replace(blob, changed);
        home.queue.desk().retry(new Selection.All());
        awaitAlarm("queue/entry/" + id);
        assertTrue(home.alarms.get("queue/entry/" + id).contains("cannot be opened"), home.alarms.toString());
        assertEquals(1, home.queue.counts().held());
        assertEquals(1, home.alarms.size(), home.alarms.toString());
        assertEquals(0, home.inbox(Home.BOB).size());
        assertEquals(0, home.outside.at("other.example").mails().size());
        replace(blob, whole);
        home.queue.desk().release(new Selection.All());
    }

    private void awaitAlarm(String key) throws InterruptedException {
        for (var until = Instant.now().plus(Duration.ofSeconds(20)); !home.alarms.containsKey(key); Thread.sleep(5)) {
            assertTrue(Instant.now().isBefore(until), () -> "held: " + home.queue.desk().list(Optional.empty(), 9) + home.alarms);
        }
    }

    private Bytes blob() {
        var ids = new ArrayList<Bytes>();
        home.store.blobs().ids(Bytes.utf8("q"), ids::add);
        assertEquals(1, ids.size());
        return ids.getFirst();
    }

    private byte[] stored(Bytes blob) throws IOException {
        var octets = home.store.blobs().get(blob);
        return octets.bytes(0, octets.length(), Integer.MAX_VALUE);
    }

    private void replace(Bytes blob, byte[] octets) throws IOException {
        home.store.blobs().delete(blob);
        home.store.blobs().put(blob, Octets.of(octets));
    }
}
