package sigillo.popd;

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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sigillo.account.UidSet;
import sigillo.directory.PopDeletes;
import sigillo.imapd.MemoryLink;
import sigillo.login.OneGrant;

/**
 * A conversation as a text file.
 * <pre>
 * # a comment
 * ! strict            no password without TLS
 * ! app passwords     nothing else signs in
 * ! bound             the connection has a tls-exporter
 * ! deletes trash     what the account's owner wants
 * M: INBOX            a message comes in; its lines follow, each after "| ", or after "|-" without its line end
 * X: INBOX 2          another door removes the message with this UID
 * H: INBOX 2          so many messages are in a mailbox
 * C: STAT             the client says this line
 * C- STAT             and this without a line end
 * S: +OK &lt;*&gt;          the server must say this line; &lt;*&gt; is anything, &lt;name&gt; what it was before
 * E:                  the client closes without a word
 * C2: S2: E2:         a second client
 * </pre>
 * {@code \xNN} is an octet. Nothing else may be said by the server, up to the end.
 */
final class Transcript {
    private static final Pattern LINE = Pattern.compile("([CSEMXH!])(\\d?)([:\\- ]) ?(.*)");
    private static final Pattern HOLE = Pattern.compile("<([a-z]+|\\*)>");
    private static final Pattern OCTET = Pattern.compile("\\\\x([0-9A-F]{2})");

    private final List<String> script;
    private final Map<String, Talk> talks = new LinkedHashMap<>();
    private final Map<String, String> known = new HashMap<>();
    private final Set<String> stage = new HashSet<>();
    private Optional<House> house = Optional.empty();
    private int at;

    private Transcript(Path file) throws IOException { this.script = Files.readAllLines(file); }

    static void play(Path file) throws IOException {
        var transcript = new Transcript(file);
        try {
            transcript.run();
        } catch (AssertionError e) {
            throw new AssertionError(file.getFileName() + " line " + transcript.at + ": " + e.getMessage(), e);
        } finally {
            transcript.talks.values().forEach(Talk::close);
        }
    }

    private void run() {
        while (at < script.size()) {
            var line = script.get(at++);
            if (line.isBlank() || line.startsWith("#")) continue;
            var m = LINE.matcher(line);
            if (!m.matches()) throw new AssertionError("no line of a transcript: " + line);
            step(m.group(1), m.group(2), m.group(3).equals("-"), m.group(4));
        }
        for (var talk : talks.values()) assertEquals("", talk.end(), "said at the end");
    }

    private void step(String kind, String who, boolean unfinished, String text) {
        switch (kind) {
            case "!" -> stage(text);
            case "M" -> house().deliver(text, message());
            case "X" -> house().anna.remove(house().anna.mailboxId(text.split(" ")[0]).orElseThrow(), UidSet.of(Long.parseLong(text.split(" ")[1])));
            case "H" -> assertEquals(Long.parseLong(text.split(" ")[1]), house().held(text.split(" ")[0]), text);
            case "E" -> assertEquals("", talk(who).end(), "said when the client closed");
            case "C" -> talk(who).send(octets(filled(text)) + (unfinished ? "" : "\r\n"));
            default -> expect(text, talk(who).line());
        }
    }

    private void stage(String text) {
        stage.add(text);
        if (text.startsWith("deletes ")) house().deletes = PopDeletes.valueOf(text.substring(8).toUpperCase(Locale.ROOT));
    }

    private House house() {
        if (house.isEmpty()) house = Optional.of(new House(stage.contains("strict") ? House.STRICT : House.OPEN));
        return house.get();
    }

    private Talk talk(String who) { return talks.computeIfAbsent(who, _ -> newTalk()); }

    private Talk newTalk() {
        var link = stage.contains("bound") ? new MemoryLink().bound(OneGrant.EXPORTER.toArray()) : new MemoryLink();
        return stage.contains("app passwords") ? Talk.byGrants(house(), link) : new Talk(house(), link);
    }

    private byte[] message() {
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
        return OCTET.matcher(utf8).replaceAll(m -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(m.group(1), 16))));
    }
}
