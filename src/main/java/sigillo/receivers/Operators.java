package sigillo.receivers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who runs a mail exchanger, by the end of its name: what many domains have in common. From {@code receivers.txt}. */
final class Operators {
    private static final Map<String, String> BY_END = read();

    private Operators() {}

    private static Map<String, String> read() {
        try (var in = Operators.class.getResourceAsStream("receivers.txt")) {
            var byEnd = new HashMap<String, String>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
                var parts = line.split(" = ", 2);
                Arrays.stream(parts[1].split(",")).map(String::strip).forEach(end -> byEnd.put(end, parts[0]));
            });
            return Map.copyOf(byEnd);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Of one of the large ones. */
    static Optional<String> of(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        for (int at = 0; at >= 0; at = name.indexOf('.', at + 1)) {
            var found = BY_END.get(name.substring(at == 0 ? 0 : at + 1));
            if (found != null) return Optional.of(found);
        }
        return Optional.empty();
    }
}
