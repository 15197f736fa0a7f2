package sigillo.preflight;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tables of ours beside this class: words divided by blanks, a row a line, comments after {@code #}. */
final class Rows {
    private Rows() {}

    static List<List<String>> of(String file) {
        try (var in = Rows.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty()).map(line -> List.of(line.split(" +"))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
