package sigillo.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A conversation as a text file, played in memory; what a door's own adds stands there.
 * <pre>
 * # a comment
 * ! bound             the connection has a tls-exporter; other words about the stage are the door's
 * C: NOOP             the client says this line
 * C- NO               and this without a line end
 * S: OK &lt;*&gt;           the server must say this line; &lt;*&gt; is anything, &lt;name&gt; what it was before
 * E:                  the client closes without a word
 * C2: S2: E2:         a second client
 * </pre>
 * {@code \xNN} is an octet. A line that begins with another letter is the door's; lines after it that begin with "| "
 * (or "|-" for one without a line end) may be a message. Nothing else may be said by the server, up to the end.
 */
public abstract class MemoryTranscript {
    private static final Pattern LINE = Pattern.compile("([A-Z!])(\\d?)([:\\- ]) ?(.*)");
    private static final Pattern HOLE = Pattern.compile("<([a-z]+|\\*)>");
    private static final Pattern OCTET = Pattern.compile("\\\\x([0-9A-F]{2})");

    private final List<String> script;
    private final Map<String, MemoryTalk> talks = new LinkedHashMap<>();
    private final Map<String, String> known = new HashMap<>();
    private final Set<String> stage = new HashSet<>();
    private int at;

    protected MemoryTranscript(Path file) throws IOException { this.script = Files.readAllLines(file); }

    protected final void playAll(Path file) throws IOException {
        try {
            run();
        } catch (AssertionError e) {
            throw new AssertionError(file.getFileName() + " line " + at + ": " + e.getMessage(), e);
        } finally {
            talks.values().forEach(MemoryTalk::close);
        }
    }

    private void run() throws IOException {
        while (at < script.size()) {
            var line = script.get(at++);
            if (line.isBlank() || line.startsWith("#")) continue;
            var m = LINE.matcher(line);
            if (!m.matches()) throw new AssertionError("no line of a transcript: " + line);
            step(m.group(1), m.group(2), m.group(3).equals("-"), m.group(4));
        }
        for (var talk : talks.values()) assertEquals("", talk.end(), "said at the end");
    }

    private void step(String kind, String who, boolean unfinished, String text) throws IOException {
        switch (kind) {
            case "!" -> {
                stage.add(text);
                staged(text);
            }
            case "E" -> assertEquals("", talk(who).end(), "said when the client closed");
            case "C" -> talk(who).send(octets(filled(text)) + (unfinished ? "" : "\r\n"));
            case "S" -> expect(text, answer(who));
            default -> happens(kind, text);
        }
    }

    /** A word about the stage. */
    protected abstract void staged(String word) throws IOException;

    /** A line of the door's own; an {@link AssertionError} when there is none of this kind. */
    protected abstract void happens(String kind, String text) throws IOException;

    protected abstract MemoryTalk newTalk(MemoryLink link) throws IOException;

    /** What stands for the connection's tls-exporter where the stage is bound. */
    protected abstract byte[] exporter();

    /** Whether what a server says is part of no transcript. */
    protected boolean isPassedOver(String line) { return false; }

    protected final boolean isSet(String word) { return stage.contains(word); }

    private String answer(String who) throws IOException {
        var line = talk(who).line();
        while (isPassedOver(line)) line = talk(who).line();
        return line;
    }

    private MemoryTalk talk(String who) throws IOException {
        var talk = talks.get(who);
        if (talk != null) return talk;
        var link = new MemoryLink();
        talks.put(who, newTalk(isSet("bound") ? link.bound(exporter()) : link));
        return talks.get(who);
    }

    /** The message that follows. */
    protected final byte[] message() {
        var message = new StringBuilder();
        while (at < script.size() && script.get(at).startsWith("|")) {
            var line = script.get(at++);
            message.append(octets(line.substring(Math.min(2, line.length()))));
            if (!line.startsWith("|-")) message.append("\r\n");
        }
        return message.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void expect(String pattern, String line) {
        var names = new ArrayList<String>();
        var regex = new StringBuilder();
        int from = 0;
        var wanted = octets(filled(pattern));
        for (var hole = HOLE.matcher(wanted); hole.find(); from = hole.end()) {
            regex.append(Pattern.quote(wanted.substring(from, hole.start()))).append("(.*)");
            names.add(hole.group(1));
        }
        regex.append(Pattern.quote(wanted.substring(from)));
        var m = Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(line);
        if (!m.matches()) assertEquals(wanted, line);
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equals("*")) known.put(names.get(i), m.group(i + 1));
        }
    }

    /** With what holes stood for. */
    private String filled(String text) {
        return HOLE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(known.getOrDefault(m.group(1), m.group())));
    }

    /** One character per octet: the file is UTF-8. */
    private static String octets(String text) {
        var utf8 = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return OCTET.matcher(utf8).replaceAll(m ->
            Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(m.group(1), 16))));
    }
}
