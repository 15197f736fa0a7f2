package sigillo.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A conversation as a text file. {@code C:} a line of the client, {@code c:} one without CRLF; {@code S:} a line of
 * the server; {@code @} a word about the stage; {@code M:} what must have been done in the end; {@code #} a comment.
 * Client lines are {@link Escaped}; consecutive ones are one turn, sent at once.
 */
public final class Transcript implements PlayedLink.Script {
    private final List<String> stage = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private String lastWords = "";
    private Iterator<Turn> playing;

    private record Turn(String heard, byte[] said) {}

    private Transcript() {}

    public static Transcript read(Path file) throws IOException {
        var transcript = new Transcript();
        var heard = new StringBuilder();
        var said = new ByteArrayOutputStream();
        for (var line : Files.readAllLines(file)) {
            var text = line.length() > 3 ? line.substring(3) : "";
            switch (line.isEmpty() ? "" : line.substring(0, Math.min(2, line.length()))) {
                case "C:" -> said.writeBytes(Escaped.octets(text + "\\r\\n"));
                case "c:" -> said.writeBytes(Escaped.octets(text));
                case "S:" -> {
                    transcript.close(heard, said);
                    heard.append(text).append("\r\n");
                }
                case "M:" -> transcript.done.add(text);
                case "@ " -> transcript.stage.add(line.substring(2).strip());
                default -> {
                    if (!line.isEmpty() && !line.startsWith("#")) throw new IOException(file + ": " + line);
                }
            }
        }
        transcript.close(heard, said);
        transcript.lastWords = heard.toString();
        return transcript;
    }

    private void close(StringBuilder heard, ByteArrayOutputStream said) {
        if (said.size() == 0) return;
        turns.add(new Turn(heard.toString(), said.toByteArray()));
        heard.setLength(0);
        said.reset();
    }

    public boolean isSet(String word) { return stage.contains(word); }

    /** The rest of the stage line that begins with {@code word}. */
    public String value(String word, String otherwise) {
        return stage.stream().filter(line -> line.startsWith(word + " ")).map(line -> line.substring(word.length() + 1))
            .findFirst().orElse(otherwise);
    }

    /** The lines that say what must have been done. */
    public List<String> done() { return done; }

    public Transcript begin() {
        playing = turns.iterator();
        return this;
    }

    @Override public byte[] next(String said) {
        if (!playing.hasNext()) {
            assertEquals(lastWords, said);
            lastWords = "";
            return null;
        }
        var turn = playing.next();
        assertEquals(turn.heard, said);
        return turn.said;
    }

    /** After the server has ended: all was said. */
    public void end(String said) {
        assertEquals(lastWords, said);
        assertEquals(false, playing.hasNext(), "the server ended before the client");
    }
}
