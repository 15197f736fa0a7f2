package sigillo.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountContract;
import sigillo.base.Octets;
import sigillo.store.memory.MemoryStore;

class KnownTest {
    /** What a table may hold is refused above it, with a sentence, and does not end the server. */
    @Test void isBounded() throws IOException {
        var account = AccountContract.account(new MemoryStore(), _ -> OptionalLong.empty());
        var table = new ByNumber();
        var known = new Known(account, table);
        for (int i = 1; i < ByNumber.MAX; i++) table.add(i, i);
        var content = Octets.of(new byte[3]);
        assertEquals(Optional.empty(), known.find(content, -1));
        table.add(-2, ByNumber.MAX);
        var full = assertThrows(IOException.class, () -> known.find(content, -1));
        assertTrue(full.getMessage().contains("cannot be compared in one import"), full.getMessage());
    }
}
