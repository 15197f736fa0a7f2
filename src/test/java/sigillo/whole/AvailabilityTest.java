package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.SigilloPeer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the shipped server says of its own availability, after SIGKILL and after SIGTERM. */
@Tag("gate")
class AvailabilityTest {
    @TempDir Path folder;

    private static JsonNode figure(SigilloPeer sigillo) {
        return JsonMapper.builder().build().readTree(sigillo.cli("status", "--json").orFail().printed())
            .get("availability");
    }

    @Test void aCrashIsToldFromAStop() {
        try (var sigillo = SigilloPeer.fresh(folder)) {
            sigillo.kill();
            sigillo.again();
            var afterKill = figure(sigillo);
            assertEquals(1, afterKill.get("crashes").asInt());
            assertEquals(0, afterKill.get("stops").asInt());
            assertFalse(afterKill.get("last").get("wasStopped").asBoolean());
            sigillo.stop();
            var down = figure(sigillo);
            assertEquals(1, down.get("stops").asInt(), "it is down, and says so");
            assertTrue(down.get("last").get("wasStopped").asBoolean());
            sigillo.again();
            assertTrue(sigillo.cli("status").orFail().printed()
                .matches("(?s).*availability +served \\d+\\.\\d+ % since .*"));
        }
    }
}
