package sigillo.imapd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Plays one script of imaptest against a {@link House}: a small interpreter of its language. */
final class ImapTestScript {
    private static final String MAILBOX = "imaptest";
    private static final Set<String> STATUSES = Set.of("ok", "no", "bad", "\"\"");

    private final List<String> lines;
    private final Map<String, String> header = new HashMap<>();
    private final List<String> messages = new ArrayList<>();
    private final List<Talk> talks = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>(); // messages in the mailbox that each talk has selected
    private final Map<String, String> variables =
        new HashMap<>(Map.of("mailbox", MAILBOX, "mailbox_url", MAILBOX, "user", "anna", "username", "anna", "password", "pw"));
    private int nextMessage;
    private int tags;
    private int at;

    ImapTestScript(Path file) throws IOException {
        this.lines = logicalLines(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (at < lines.size()) {
            var line = lines.get(at++);
            if (line.isEmpty() && !header.isEmpty()) break;
            int colon = line.indexOf(':');
            if (colon < 0 || line.startsWith("#")) continue;
            header.put(line.substring(0, colon), line.substring(colon + 1).trim());
        }
        var own = file.resolveSibling(file.getFileName() + ".mbox");
        readMessages(Files.exists(own) ? own : file.resolveSibling("default.mbox"));
    }

    /** What the script needs; in upper case. */
    List<String> capabilities() {
        return List.of(header.getOrDefault("capabilities", "").toUpperCase().trim().split("\\s+"));
    }

    void play(House house) {
        try {
            prepare(house, header.getOrDefault("state", "selected"),
                Integer.parseInt(header.getOrDefault("connections", "1")));
            while (at < lines.size()) group();
        } finally {
            talks.forEach(Talk::close);
        }
    }

    // ---- reading ----

    /** Blocks in braces belong to the line that they begin in. */
    private static List<String> logicalLines(String text) {
        var all = new ArrayList<String>();
        var open = new StringBuilder();
        for (var line : text.split("\n", -1)) {
            open.append(open.isEmpty() ? "" : "\n").append(line);
            if (count(open, "{{{") > count(open, "}}}")) continue;
            all.add(open.toString());
            open.setLength(0);
        }
        return all;
    }

    private static int count(CharSequence text, String part) {
        return text.toString().split(Pattern.quote(part), -1).length - 1;
    }


    private void readMessages(Path mbox) throws IOException {
        var message = new StringBuilder();
        var date = "";
        for (var line : Files.readString(mbox, StandardCharsets.ISO_8859_1).split("(?<=\n)")) {
            if (line.startsWith("From ") && !message.isEmpty()) {
                messages.add(date + literal(message.toString()));
                message.setLength(0);
            }
            if (line.startsWith("From ")) date = received(line);
            else message.append(line.replaceFirst("\r?\n$", "\r\n"));
        }
        messages.add(date + literal(message.toString()));
    }

    /** The time at the end of the line that begins a message, as the date of APPEND. */
    private static String received(String from) {
        var m = Pattern.compile("([A-Z][a-z]{2}) +(\\d+) (\\d+:\\d+:\\d+) (\\d{4})( [-+]\\d{4})?\\s*$").matcher(from);
        if (!m.find()) return "";
        var zone = m.group(5) == null ? " +0000" : m.group(5);
        return " \"%2d-%s-%s %s%s\"".formatted(Integer.parseInt(m.group(2)), m.group(1), m.group(4), m.group(3), zone);
    }

    // ---- preparing ----

    private void prepare(House house, String state, int connections) {
        for (int i = 0; i < connections; i++) {
            var talk = new Talk(house);
            talk.line();
            talks.add(talk);
            sizes.add(0);
            if (!state.equals("nonauth")) ok(i, "LOGIN anna pw");
        }
        if (List.of("nonauth", "auth").contains(state)) return;
        ok(0, "CREATE " + MAILBOX);
        if (state.equals("created")) return;
        var count = header.getOrDefault("messages", "all");
        int wanted = count.equals("all") ? messages.size() : Integer.parseInt(count);
        for (int i = 0; i < wanted; i++) ok(0, "APPEND " + MAILBOX + next());
        if (state.equals("appended")) return;
        for (int i = 0; i < connections; i++) {
            ok(i, "SELECT " + MAILBOX);
            sizes.set(i, wanted);
        }
    }

    private String next() { return messages.get(nextMessage++ % messages.size()); }

    private static String literal(String message) { return " {" + message.length() + "+}\r\n" + message; }

    private void ok(int talk, String command) {
        var answer = talks.get(talk).ask("p" + ++tags + " " + command);
        if (!answer.matches("(?s).*(^|\n)p" + tags + " OK.*")) throw new AssertionError(command + " -> " + answer);
    }

    // ---- playing ----


    /** Commands that are sent together, and what must come. */
    private void group() {
        var line = lines.get(at++);
        if (line.isBlank() || line.startsWith("#")) return;
        int talk = 0;
        if (line.matches("\\d+ .*") || line.matches("(?s)\\d+ .*")) {
            talk = Integer.parseInt(line.substring(0, line.indexOf(' '))) - 1;
            line = line.substring(line.indexOf(' ') + 1);
        }
        var first = line.contains(" ") ? line.substring(0, line.indexOf(' ')) : line;
        var numbers = numbers(talk);
        var pending = new LinkedHashMap<String, String>(); // by tag: the status that is wanted, with its prefix
        if (STATUSES.contains(first)) {
            pending.put(send(talk, null, line.substring(first.length() + 1)), first);
        } else if (first.matches("tag\\d+")) {
            for (boolean more = true; more; ) {
                pending.put(send(talk, first, line.substring(first.length() + 1)), "\"\"");
                more = at < lines.size() && lines.get(at).matches("(?s)(\\d+ )?tag\\d+ (?!ok|no|bad).*");
                if (more) {
                    line = lines.get(at++).replaceFirst("^\\d+ ", "");
                    first = line.substring(0, line.indexOf(' '));
                }
            }
        } else {
            pending.put(send(talk, null, line), "\"\"");
        }
        expect(talk, pending, numbers);
    }

    private String send(int talk, String tag, String command) {
        var name = tag == null ? "s" + ++tags : tag;
        variables.put("tag", name);
        var text = ScriptMatch.filled(command, variables);
        if (text.equals("append")) text = "append " + MAILBOX;
        if (text.startsWith("append") && !text.contains("{")) text += next();
        talks.get(talk).send(name + " " + literals(text) + "\r\n");
        return name;
    }

    /** Blocks of the script as literals that wait for nothing. */
    private static String literals(String text) {
        int start = text.indexOf("{{{");
        if (start < 0) return text;
        int end = text.indexOf("\n}}}", start);
        boolean binary = start > 0 && text.charAt(start - 1) == '~';
        var octets = text.substring(start + 4, end);
        if (!binary) octets = octets.replace("\n", "\r\n");
        return text.substring(0, start) + "{" + octets.length() + "+}\r\n" + octets + literals(text.substring(end + 4));
    }

    /** The message numbers at the start of a command, as they are now: 0 for those that went. */
    private List<Integer> numbers(int talk) {
        return new ArrayList<>(IntStream.rangeClosed(1, sizes.get(talk)).boxed().toList());
    }

    private record Response(String text, Map<Integer, Integer> numbers) {}

    private void expect(int talk, Map<String, String> pending, List<Integer> numbers) {
        var untagged = new ArrayList<Response>();
        var tagged = new HashMap<String, String>();
        while (tagged.size() < pending.size()) {
            var response = talks.get(talk).response();
            if (response.startsWith("+ ")) continue;
            var tag = response.substring(0, response.indexOf(' '));
            if (pending.containsKey(tag)) tagged.put(tag, response.substring(tag.length() + 1));
            else untagged.add(noted(talk, response.substring(2), numbers));
        }
        for (; at < lines.size(); at++) {
            var line = lines.get(at).replaceFirst("^\\d+ (?=tag\\d+ (ok|no|bad|\"\")|ok|no|bad)", "");
            if (line.isBlank() || line.startsWith("#")) {
                if (line.isBlank()) break;
            } else if (line.startsWith("* ")) {
                boolean found = untagged.stream().anyMatch(r -> matches(line.substring(2), r));
                if (!found) throw new AssertionError("missing: " + line + "\nin: " + texts(untagged));
            } else if (line.startsWith("? ")) {
                continue; // may come or not
            } else if (line.startsWith("! ")) {
                boolean found = untagged.stream().anyMatch(r -> matches(line.substring(2), r));
                if (found) throw new AssertionError("not wanted: " + line + "\nin: " + texts(untagged));
            } else if (!status(line, pending)) {
                break;
            }
        }
        pending.forEach((tag, wanted) -> {
            boolean fits = wanted.equals("\"\"") || ScriptMatch.matches(wanted, tagged.get(tag), variables, n -> n);
            if (!fits) throw new AssertionError(wanted + " was wanted, not " + tagged.get(tag) + texts(untagged));
        });
    }

    /** A line that says which status is wanted, after the responses; false for the next command. */
    private boolean status(String line, Map<String, String> pending) {
        var words = line.split(" ", 3);
        if (words[0].matches("tag\\d+") && words.length > 1 && STATUSES.contains(words[1])
            && pending.containsKey(words[0])) {
            pending.put(words[0], line.substring(words[0].length() + 1));
            return true;
        }
        if (pending.size() != 1 || !STATUSES.contains(words[0]) || !pending.containsValue("\"\"")) return false;
        if (words.length > 1 && !words[1].startsWith("[")) return false;
        pending.replaceAll((_, _) -> line);
        return true;
    }

    private boolean matches(String pattern, Response response) {
        return ScriptMatch.matches(pattern, response.text, variables, n -> response.numbers.getOrDefault(n, 0));
    }

    private Response noted(int talk, String text, List<Integer> numbers) {
        var now = new HashMap<Integer, Integer>();
        for (int i = 0; i < numbers.size(); i++) now.put(i + 1, numbers.get(i));
        var words = text.split(" ", 3);
        if (words.length > 1 && words[1].equals("EXISTS")) sizes.set(talk, Integer.parseInt(words[0]));
        if (words.length > 1 && words[1].equals("EXPUNGE")) {
            int gone = Integer.parseInt(words[0]);
            sizes.set(talk, sizes.get(talk) - 1);
            numbers.replaceAll(n -> n == gone ? 0 : n > gone ? n - 1 : n);
        }
        return new Response(text, now);
    }

    private static String texts(List<Response> responses) {
        return responses.stream().map(Response::text).reduce("", (a, b) -> a + "\n  " + b);
    }
}
