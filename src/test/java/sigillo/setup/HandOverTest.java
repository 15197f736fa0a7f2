package sigillo.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Address;
import sigillo.sealing.Randomness;

class HandOverTest {
    private static final HandOver.Left ANNA = new HandOver.Left(Address.of("anna@home.example"), "sette gatti è");

    @TempDir Path folder;
    private Instant now = Instant.parse("2026-11-30T15:00:00Z");
    private HandOver handOver() { return new HandOver(folder.resolve("setup"), () -> now, Randomness.secure()); }

    private Path file() { return folder.resolve("setup/passkey"); }

    @Test void onlyWhoHasTheSecretOpensIt() throws IOException {
        var secret = handOver().leave(ANNA);
        assertEquals(Optional.of(ANNA), handOver().open(secret), "also after a stop");
        var kept = Files.readString(file());
        assertFalse(kept.contains("gatti") || kept.contains(secret));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        var other = (secret.startsWith("A") ? "B" : "A") + secret.substring(1);
        for (var wrong : List.of("", "?", other, secret + "AAAA", "A".repeat(100_000))) assertEquals(Optional.empty(), handOver().open(wrong));
    }

    @Test void theOneBeforeIsGone() {
        var before = handOver().leave(ANNA);
        handOver().leave(ANNA);
        assertEquals(Optional.empty(), handOver().open(before));
    }

    @Test void afterThreeDaysItIsOver() {
        var secret = handOver().leave(ANNA);
        now = now.plus(HandOver.LASTS).minusSeconds(1);
        assertTrue(handOver().isThere());
        now = now.plusSeconds(1);
        assertEquals(Optional.empty(), handOver().open(secret));
        assertFalse(Files.exists(file()));
    }

    /** Whoever can write the file cannot give it to another, or for longer. */
    @Test void whatWasChangedOpensNothing() throws IOException {
        var secret = handOver().leave(ANNA);
        var kept = Files.readString(file());
        for (var changed : List.of(kept.replace("anna@", "eve@"), kept.replace("2026-12-03", "2029-12-03"), kept.substring(0, 60), "", "a\n2029-01-01T00:00:00Z\n?\n?\n")) {
            Files.writeString(file(), changed);
            assertEquals(Optional.empty(), handOver().open(secret), changed);
        }
        handOver().forget();
        assertFalse(handOver().isThere());
    }
}
