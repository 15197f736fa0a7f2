package sigillo.relay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sigillo.net.Escaped;

/**
 * A conversation with servers as a text file. {@code @} a word about the stage; {@code ==} a connection that arrives at
 * this address; in it {@code S:} a line of the server, {@code C:} a line that the client must say, {@code X:} something
 * else that the server does ({@link PlayedServers}); {@code M:} what must come of it for each recipient; {@code #} a
 * comment. All of them are {@link Escaped}.
 */
final class Script {
    /** What happens on one connection, in order. */
    record Connection(String address, List<Line> lines) {}

    record Line(char kind, String text, int number) {}

    private final List<String> stage = new ArrayList<>();
    final List<Connection> connections = new ArrayList<>();
    final List<String> outcomes = new ArrayList<>();

    static Script read(Path file) throws IOException { return of(Files.readAllLines(file)); }

    static Script of(List<String> lines) {
        var script = new Script();
        int number = 0;
        for (var line : lines) {
            number++;
            var text = line.length() > 3 ? line.substring(3) : "";
            switch (line.isEmpty() ? "" : line.substring(0, Math.min(2, line.length()))) {
                case "S:", "C:", "X:" -> script.connections.getLast().lines.add(new Line(line.charAt(0), plain(text),
                    number));
                case "==" -> script.connections.add(new Connection(text, new ArrayList<>()));
                case "M:" -> script.outcomes.add(text);
                case "@ " -> script.stage.add(line.substring(2));
                default -> {
                    if (!line.isEmpty() && !line.startsWith("#")) throw new IllegalArgumentException("line " + number
                        + ": " + line);
                }
            }
        }
        return script;
    }

    /** The rests of the stage lines that begin with {@code word}. */
    List<String> all(String word) {
        return stage.stream().filter(line -> (line + " ").startsWith(word + " "))
            .map(line -> line.substring(Math.min(line.length(), word.length() + 1))).toList();
    }

    boolean isSet(String word) { return !all(word).isEmpty(); }

    String value(String word, String otherwise) { return all(word).isEmpty() ? otherwise : all(word).getFirst(); }

    byte[] octets(String word, String otherwise) { return Escaped.octets(value(word, otherwise)); }

    /** Each octet a character. */
    static String plain(String text) { return new String(Escaped.octets(text), StandardCharsets.ISO_8859_1); }
}
