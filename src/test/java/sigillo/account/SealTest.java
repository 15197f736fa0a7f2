package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static sigillo.account.AccountContract.ANNA;
import static sigillo.account.AccountContract.HASH_KEY;
import static sigillo.account.AccountContract.NOON;
import static sigillo.account.AccountContract.assertSound;
import static sigillo.account.AccountContract.kept;
import static sigillo.account.AccountContract.make;
import static sigillo.account.AccountContract.now;
import static sigillo.account.AccountContract.octets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.memory.MemoryStore;

/** Content passes the seal on its way in and out, and by no other way. */
class SealTest {
    private static final String SECRET = "zebra";

    /** Turns every octet around. */
    private static final ContentSeal TURNING = new ContentSeal() {
        @Override public Octets sealMessage(AccountId account, Bytes blob, Octets clear) { return turned(clear); }

        @Override public Octets openMessage(AccountId account, Bytes blob, Octets stored) { return turned(stored); }

        @Override public long messageLength(AccountId account, Octets stored) { return stored.length(); }

        @Override public byte[] seal(AccountId account, Kind kind, long id, byte[] clear) { return turned(clear); }

        @Override public byte[] open(AccountId account, Kind kind, long id, byte[] stored) { return turned(stored); }
    };

    private final MemoryStore store = new MemoryStore();

    @Test void nothingOfAMessageOrANameIsInTheStore() throws IOException {
        var anna = new Accounts(store, TURNING, HASH_KEY, new AccountContract.Clock()).create(ANNA);
        var mailbox = make(anna, "Zebra/zebra");
        var message = octets("Message-ID: <zebra@zebra.example>\r\nReferences: <zebra>\r\nFrom: Zebra <zebra@zebra.example>\r\n"
            + "Subject: Zebra\r\nContent-Type: text/plain; name=zebra\r\n\r\nzebra\r\n");
        var email = kept(anna.deposit(new Deposit(message, List.of(mailbox.id()), java.util.Set.of(), false,
            NOON, Optional.of("zebra"))));
        anna.rename(mailbox.id(), "zebras");
        assertEquals(List.of(), traces());
        assertEquals("zebras", anna.path(now(anna, mailbox)));
        assertArrayEquals(message.bytes(0, 999, 999), anna.content(email.id()).orElseThrow().bytes(0, 999, 999));
        assertEquals(Optional.of("Zebra"), anna.meta(email.id()).orElseThrow().envelope().subject());
        assertSound(anna);
    }

    private List<String> traces() throws IOException {
        var traces = new ArrayList<String>();
        store.partition(ANNA.partition()).range(Keys.FIRST, Keys.END, false, (key, row) -> {
            if (hasSecret(key.toArray()) || hasSecret(row)) traces.add("row " + key.toUtf8());
            return true;
        });
        var blobs = new ArrayList<Bytes>();
        store.blobs().ids(BlobIds.ALL, blobs::add);
        for (var blob : blobs) {
            if (hasSecret(store.blobs().get(blob).bytes(0, 9999, 9999))) traces.add("blob " + blob);
        }
        return traces;
    }

    private static boolean hasSecret(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT).contains(SECRET);
    }

    private static Octets turned(Octets octets) {
        return new Octets() {
            @Override public long length() { return octets.length(); }

            @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
                int read = octets.read(position, into, offset, count);
                for (int i = offset; i < offset + read; i++) into[i] ^= 0x55;
                return read;
            }
        };
    }

    private static byte[] turned(byte[] octets) {
        var turned = octets.clone();
        for (int i = 0; i < turned.length; i++) turned[i] ^= 0x55;
        return turned;
    }
}
