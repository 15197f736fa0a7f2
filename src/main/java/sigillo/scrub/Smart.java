package sigillo.scrub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a disk says of its own health, by {@code smartctl} of the smartmontools, where that is installed and this
 * server's user may ask it. A disk in its sleep is left there.
 */
final class Smart {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final int OCTETS_MAX = 256 << 10;
    /** Sectors that went bad: moved elsewhere, waiting to be, not readable at all (ATA). */
    private static final List<Integer> BAD_SECTORS = List.of(5, 197, 198);
    private static final int WORN_OUT = 100;
    private static final String ATA = "ata_smart_attributes";
    private static final String NVME = "nvme_smart_health_information_log";

    private final List<String> program;

    Smart() { this(List.of("smartctl", "--json", "--nocheck=standby", "--health", "--attributes")); }

    /** {@code program}: what is asked; the disk's path is added. */
    Smart(List<String> program) { this.program = program; }

    /** {@code wrong}: why the disk should be replaced, for people; empty when it is well. */
    record Said(String wrong) {}

    /** Of a disk; empty when it says nothing now. */
    Optional<Said> ask(String disk) {
        try {
            return said(printed("/dev/" + disk));
        } catch (IOException notInstalled) {
            return Optional.empty();
        }
    }

    /** What it prints. Its exit code says what the JSON says. */
    private byte[] printed(String path) throws IOException {
        var words = new ArrayList<>(program);
        words.add(path);
        var asked = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (var in = asked.getInputStream()) {
            asked.getOutputStream().close();
            var killer = Thread.ofVirtual().start(() -> end(asked));
            var octets = in.readNBytes(OCTETS_MAX);
            asked.destroyForcibly();
            killer.interrupt();
            return octets;
        }
    }

    private static void end(Process asked) {
        try {
            if (!asked.waitFor(TIME.toMillis(), TimeUnit.MILLISECONDS)) asked.destroyForcibly();
        } catch (InterruptedException done) {
            // it has said all
        }
    }

    private static Optional<Said> said(byte[] printed) {
        try {
            var told = JsonMapper.builder().build().readTree(new String(printed, StandardCharsets.UTF_8));
            boolean isSaid = told.has("smart_status") || told.has(ATA) || told.has(NVME);
            return isSaid ? Optional.of(new Said(String.join(", ", wrong(told)))) : Optional.empty();
        } catch (JacksonException other) {
            return Optional.empty();
        }
    }

    private static List<String> wrong(JsonNode told) {
        var wrong = new ArrayList<String>();
        if (!told.path("smart_status").path("passed").asBoolean(true)) wrong.add("it expects to fail");
        long sectors = 0;
        for (var one : told.path(ATA).path("table")) {
            if (BAD_SECTORS.contains(one.path("id").asInt(0)))
                sectors += Math.max(0, one.path("raw").path("value").asLong(0));
        }
        if (sectors > 0) wrong.add(sectors + " of its sectors went bad");
        var nvme = told.path(NVME);
        long errors = nvme.path("media_errors").asLong(0);
        if (errors > 0) wrong.add("it has lost data " + errors + " times");
        if (nvme.path("percentage_used").asInt(0) >= WORN_OUT) wrong.add("it has written as much as it was made for");
        long warning = nvme.path("critical_warning").asLong(0);
        if (warning != 0 && wrong.isEmpty()) wrong.add("it warns (" + warning + ")");
        return wrong;
    }
}
