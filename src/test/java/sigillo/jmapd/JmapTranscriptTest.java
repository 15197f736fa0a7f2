package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.account.EmailId;
import sigillo.account.FlagChange;
import sigillo.account.Keyword;
import sigillo.account.UidSet;
import sigillo.jmap.JsonText;
import tools.jackson.databind.JsonNode;

/**
 * Over HTTP and over a WebSocket, which must not differ (RFC 8887 section 4.3.3). Plays every file of src/test/transcripts/jmap. {@code M: NAME mailbox keywords} and the lines behind it, up to a dot, put a message
 * into anna's account, {@code U: NAME type} uploads them; {@code X: what path} changes mailboxes; {@code C:} calls; {@code S:} is what must be answered to them. In
 * both, {@code ${NAME}} is the id of a message, {@code ${NAME.thread}} of its thread, {@code ${box:Path}} of a mailbox, {@code ${state}}
 * of the account now, which {@code X: state NAME} remembers; {@code X: pass SECONDS} moves the clock, {@code X: sent ADDRESS COUNT} waits for
 * mail that was sent. Objects of an answer may have more than is written; {@code "*"} is anything,
 * {@code "=NAME"} too, and it is remembered.
 */
class JmapTranscriptTest {
    private static final Path FOLDER = Path.of("src/test/transcripts/jmap");
    private static final Pattern NAME = Pattern.compile("\\$\\{([^}]+)}");

    @TestFactory Stream<DynamicTest> transcripts() throws IOException {
        try (var files = Files.list(FOLDER)) {
            var sorted = files.sorted().toList();
            assertTrue(sorted.size() > 5, "they were found");
            return sorted.stream().flatMap(file -> Stream.of(
                DynamicTest.dynamicTest(file.getFileName().toString(), file.toUri(), () -> play(file, false)),
                DynamicTest.dynamicTest(file.getFileName() + " over WebSocket", file.toUri(), () -> play(file, true))));
        }
    }

    private static void play(Path file, boolean overSocket) throws IOException, InterruptedException {
        try (var house = new JmapHouse()) {
            if (overSocket) house.openSocket();
            new Play(house).run(Files.readAllLines(file));
            if (overSocket) house.closeSocket();
            assertEquals(0, house.open.get(), "requests that hold the account open");
        }
    }

    private static final class Play {
        private final JmapHouse house;
        private final Map<String, String> names = new LinkedHashMap<>();
        private JsonNode answer;

        Play(JmapHouse house) { this.house = house; }

        void run(List<String> lines) throws InterruptedException {
            for (int i = 0; i < lines.size(); ) {
                var line = lines.get(i++);
                if (line.isBlank() || line.startsWith("#")) continue;
                var kind = line.substring(0, 2);
                var text = new StringBuilder(line.substring(2).strip());
                boolean isMail = kind.equals("M:") || kind.equals("U:");
                while (i < lines.size() && (isMail ? !lines.get(i).equals(".") : lines.get(i).startsWith("  "))) text.append('\n').append(lines.get(i++));
                if (isMail) i++;
                step(kind, text.toString(), i);
            }
        }

        private void step(String kind, String text, int line) throws InterruptedException {
            switch (kind) {
                case "M:" -> mail(text);
                case "X:" -> change(text.split(" "));
                case "U:" -> upload(text);
                case "C:" -> answer = house.calls(named(text));
                case "S:" -> compare(named(text), line);
                default -> throw new AssertionError("line " + line + ": " + kind);
            }
        }

        private void mail(String text) {
            int end = text.indexOf('\n');
            var words = text.substring(0, end).split(" ");
            var keywords = Stream.of(words).skip(2).toArray(String[]::new);
            var email = house.deposit(words[1], text.substring(end + 1) + "\n", keywords);
            names.put(words[0], email.id().toString());
            names.put(words[0] + ".thread", email.thread().toString());
        }

        private void upload(String text) {
            int end = text.indexOf('\n');
            var words = text.substring(0, end).split(" ");
            var octets = text.substring(end + 1).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
            names.put(words[0], house.json(house.upload(words[1], octets)).get("blobId").stringValue());
        }

        private void change(String[] words) throws InterruptedException {
            var anna = house.anna;
            switch (words[0]) {
                case "create" -> anna.create(words[1], Optional.empty());
                case "rename" -> anna.rename(anna.mailboxId(words[1]).orElseThrow(), words[2]);
                case "delete" -> anna.delete(anna.mailboxId(words[1]).orElseThrow());
                case "flag" -> anna.flags(anna.mailboxId(words[1]).orElseThrow(), uid(words[1], words[2]), new FlagChange(
                    FlagChange.Mode.ADD, Set.of(Keyword.parse(words[3]).orElseThrow()), false, Optional.empty()));
                case "remove" -> anna.remove(anna.mailboxId(words[1]).orElseThrow(), uid(words[1], words[2]));
                case "script" -> house.rules().put(JmapHouse.ANNA, words[1], "keep;".getBytes(StandardCharsets.UTF_8));
                case "script-renamed" -> house.rules().rename(JmapHouse.ANNA, words[1], words[2]);
                case "quota" -> house.quota = words[1].equals("none") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(words[1]));
                case "pass" -> house.post.pass(Duration.ofSeconds(Long.parseLong(words[1])));
                case "sent" -> house.post.await(words[1], Integer.parseInt(words[2]));
                case "received" -> received(words[1], words[2]);
                case "state" -> names.put(words[1], Long.toString(anna.revision()));
                default -> throw new AssertionError(words[0]);
            }
        }

        /** The last that has left for somebody, as an upload of his. */
        private void received(String name, String to) {
            var mail = house.post.to(to).getLast();
            assertEquals("", mail.from(), "it is from nobody");
            names.put(name, house.json(house.upload("message/rfc822", mail.message().getBytes(StandardCharsets.UTF_8))).get("blobId").stringValue());
        }

        private UidSet uid(String mailbox, String name) {
            var id = house.anna.mailboxId(mailbox).orElseThrow();
            var email = house.anna.email(EmailId.parse(names.get(name)).orElseThrow()).orElseThrow();
            long uid = email.memberships().stream().filter(one -> one.mailbox().equals(id)).findFirst().orElseThrow().uid();
            return new UidSet(List.of(new UidSet.Range(uid, uid)));
        }

        private String named(String text) {
            return NAME.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))));
        }

        private String value(String name) {
            if (name.equals("state")) return Long.toString(house.anna.revision());
            if (name.startsWith("box:")) return house.anna.mailboxId(name.substring(4)).orElseThrow().toString();
            return Objects.requireNonNull(names.get(name), name);
        }

        private void compare(String wanted, int line) {
            var want = JsonText.parse(wanted.getBytes(StandardCharsets.UTF_8)).orElseThrow(() -> new AssertionError("line " + line + " is no JSON: " + wanted));
            var differences = new ArrayList<String>();
            compare(want, answer, "", differences);
            assertEquals(List.of(), differences, "before line " + line + ": " + answer);
        }

        private void compare(JsonNode want, JsonNode got, String at, List<String> differences) {
            if (want.isString() && want.stringValue().equals("*") && got != null) return;
            if (want.isString() && want.stringValue().startsWith("=") && got != null) {
                names.put(want.stringValue().substring(1), got.asString(""));
                return;
            }
            if (want.isObject() && got != null && got.isObject()) {
                for (var one : want.properties()) compare(one.getValue(), got.get(one.getKey()), at + "/" + one.getKey(), differences);
            } else if (want.isArray() && got != null && got.isArray() && want.size() == got.size()) {
                for (int i = 0; i < want.size(); i++) compare(want.get(i), got.get(i), at + "/" + i, differences);
            } else if (!want.equals(got)) {
                differences.add(at + " is " + got + ", not " + want);
            }
        }
    }
}
