package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.directory.User;
import sigillo.http.Asked;
import sigillo.http.Fields;
import sigillo.http.Incoming;
import sigillo.http.Reply;
import sigillo.keyring.Unlocked;
import sigillo.login.SignIn;
import sigillo.sealing.Secret;
import sigillo.store.memory.MemoryStore;
import sigillo.vault.Vault;
import sigillo.vault.VaultLimits;

/** What somebody does to others who sends slowly, and what is left of who is removed meanwhile. */
class BlobDoorTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final int OCTETS = 100;
    private Instant now = Instant.parse("2026-11-30T10:00:00Z");
    private boolean isThere = true;
    private final Vault vault = Vault.of(new MemoryStore(), Secret.take(new byte[Secret.OCTETS]), octets -> octets[0] = 1, () -> now);
    private final BlobDoor door = new BlobDoor(vault, _ -> Optional.of(SignIn.Answer.Welcome.toAll(
        new User(ANNA, new Address("anna", Domain.of("home.example"))), Unlocked.nothing(ANNA, () -> true))), _ -> isThere, () -> now);

    private Reply put(Incoming body) throws IOException {
        var asked = new Asked(Asked.Method.PUT, BlobDoor.PATH + "a", Fields.parse(""), Map.of("if-match", "0"), new byte[0],
            InetAddress.getLoopbackAddress(), () -> { });
        return door.receive(asked, body);
    }

    /** An octet in {@code pause}, and what else happens. */
    private final class Slow extends ByteArrayInputStream {
        private final Duration pause;

        Slow(Duration pause) {
            super(new byte[OCTETS]);
            this.pause = pause;
        }

        @Override public synchronized int read(byte[] into, int offset, int count) {
            now = now.plus(pause);
            return super.read(into, offset, Math.min(count, 1));
        }
    }

    @Test void whoSendsSlowlyHasAnEnd() throws IOException {
        List<Duration> within = new ArrayList<>();
        var pause = VaultLimits.SILENCE_MAX.minusSeconds(1);
        var from = now;
        assertThrows(EOFException.class, () -> put(new Incoming(OCTETS, new Slow(pause), within::add)));
        assertTrue(Duration.between(from, now).compareTo(VaultLimits.WRITING_MAX.plus(pause)) <= 0, "it took until " + now);
        assertEquals(VaultLimits.SILENCE_MAX, within.getFirst());
        assertTrue(within.getLast().compareTo(VaultLimits.SILENCE_MAX) < 0, "the last wait is as long as what is left");
        assertTrue(vault.blobs().list(ANNA).isEmpty());
        assertEquals(200, put(new Incoming(OCTETS, new Slow(Duration.ofSeconds(1)), _ -> { })).status(), "he may try again");
    }

    @Test void whatComesForAnAccountThatIsRemovedMeanwhileIsNotKept() throws IOException {
        assertEquals(401, put(new Incoming(OCTETS, new ByteArrayInputStream(new byte[OCTETS]) {
            @Override public synchronized int read(byte[] into, int offset, int count) {
                isThere = false;
                vault.forget(ANNA);
                return super.read(into, offset, count);
            }
        }, _ -> { })).status());
        assertTrue(vault.blobs().list(ANNA).isEmpty());
    }
}
