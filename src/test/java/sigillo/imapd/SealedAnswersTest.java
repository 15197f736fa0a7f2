package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.AccountId;
import sigillo.base.Octets;
import sigillo.imap.FetchItem;
import sigillo.imap.ImapWriter;
import sigillo.imap.Section;
import sigillo.keyring.Level;
import sigillo.message.Message;
import sigillo.message.MessageMeta;
import sigillo.message.Part;
import sigillo.store.memory.MemoryStore;

/**
 * That a message is sealed changes nothing of what a mail program is told: its size, envelope and structure, and any
 * octets of any section, are what the same message gives that was never in a store, at both levels. For each message of
 * others beside the project, and for long ones of our own; which octets are asked for is by chance, with a seed for each
 * message that its name is part of.
 */
@Timeout(600)
class SealedAnswersTest {
    private static final Path CORPORA = Path.of("../shared/corpora");
    /** Sections that are asked for of each message. */
    private static final int SECTIONS = 8;
    private static final int CHUNK = 64 << 10;

    @TempDir static Path folder;

    @Tag("gate")
    @TestFactory Stream<DynamicTest> ofMessagesOfOthers() throws IOException {
        assumeTrue(Files.isDirectory(CORPORA), "no corpora beside the project: " + CORPORA);
        try (var all = Files.list(CORPORA)) {
            var corpora = all.filter(corpus -> corpus.getFileName().toString().startsWith("mime-")).sorted().toList();
            return corpora.stream()
                .flatMap(corpus -> Level.OF_NEW_ACCOUNTS.stream().map(level -> DynamicTest.dynamicTest(
                    corpus.getFileName() + " at " + level, () -> corpus(corpus, level))));
        }
    }

    private static void corpus(Path corpus, Level level) throws IOException {
        try (var walk = Files.walk(corpus)) {
            var files = walk.filter(Files::isRegularFile).sorted().toList();
            var messages = new ArrayList<Sample>();
            for (var file : files) messages.add(new Sample(corpus.relativize(file).toString(), Files.readAllBytes(file)));
            assertSame(messages, level);
        }
    }

    /** Whose chunks begin and end within lines, at their ends and between parts. */
    @TestFactory Stream<DynamicTest> ofLongOnes() {
        return Level.OF_NEW_ACCOUNTS.stream().map(level -> DynamicTest.dynamicTest("at " + level, () -> {
            var messages = new ArrayList<Sample>();
            for (int chunks : new int[] {1, 2, 5}) {
                for (int octets = chunks * CHUNK - 1; octets <= chunks * CHUNK + 1; octets++) {
                    messages.add(new Sample(octets + " octets", longOne(octets)));
                }
            }
            assertSame(messages, level);
        }));
    }

    private static byte[] longOne(int octets) {
        var text = new StringBuilder("Subject: long\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n");
        text.append("--bb\r\n\r\n");
        for (int line = 0; text.length() < octets / 2; line++) text.append("This is line ").append(line).append(".\r\n");
        text.append("--bb\r\nContent-Type: application/x\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        var line = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=\r\n";
        while (text.length() < octets - 8) text.append(line, 0, Math.min(line.length(), octets - 8 - text.length()));
        return text.append("\r\n--bb--").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    // ---- the comparison ----

    private record Sample(String name, byte[] octets) {
        @Override public String toString() { return name; }
    }

    private static void assertSame(List<Sample> samples, Level level) throws IOException {
        var house = new House(new MemoryStore(), folder, new ImapSettings(true, 64 << 20, House.LIMITS), level);
        assertEquals(level, house.keyring.level(new AccountId("anna")));
        // at L0 nobody's secret is needed
        if (level == Level.L0) house.opening = keys -> keys.joinAsServer(new AccountId("anna")).orElseThrow();
        for (var sample : samples) house.deliver("INBOX", sample.octets);
        try (var talk = Talk.signedIn(house)) {
            talk.ask("s SELECT INBOX");
            for (int number = 1; number <= samples.size(); number++) assertSame(talk, number, samples.get(number - 1));
        }
        assertEquals(List.of(), house.alarms.raised);
    }

    private static void assertSame(Talk talk, int number, Sample sample) throws IOException {
        var clear = Octets.of(sample.octets);
        var meta = MessageMeta.of(Message.parse(clear));
        var items = items(meta.root(), sample);
        talk.send("f FETCH " + number + " (RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY" + asked(items) + ")\r\n");
        assertEquals(said(number, clear, meta, items), talk.response(), () -> sample + ":" + asked(items));
        assertTrue(talk.line().startsWith("f OK"), sample.name);
    }

    private static String asked(List<FetchItem.Body> items) {
        var text = new StringBuilder();
        for (var item : items) {
            text.append(" BODY.PEEK[").append(item.section()).append("]");
            item.partial().ifPresent(partial -> text.append("<" + partial.first() + "." + partial.count() + ">"));
        }
        return text.toString();
    }

    /** What the writers make of the message as it came, without its last end of line. */
    private static String said(int number, Octets clear, MessageMeta meta, List<FetchItem.Body> items)
            throws IOException {
        var octets = new ByteArrayOutputStream();
        var out = new ImapWriter(octets);
        out.raw("* " + number + " FETCH (RFC822.SIZE " + clear.length() + " ENVELOPE ");
        new EnvelopeWriter(out).write(meta.envelope());
        new StructureWriter(out.raw(" BODYSTRUCTURE "), true).write(meta.root());
        new StructureWriter(out.raw(" BODY "), false).write(meta.root());
        for (var item : items) {
            out.raw(" " + item.label());
            if (item.partial().isPresent()) out.raw("<" + item.partial().get().first() + ">");
            var section = BodySections.octets(item.section(), clear, meta.root());
            out.raw(" ");
            if (section.isEmpty()) out.nil();
            else out.literal(cut(section.get(), item.partial()));
        }
        out.raw(")").flush();
        return octets.toString(StandardCharsets.ISO_8859_1);
    }

    /** On its own, beside {@link BodySections#cut}. */
    private static Octets cut(Octets octets, Optional<FetchItem.Partial> partial) throws IOException {
        if (partial.isEmpty()) return octets;
        var all = octets.bytes(0, octets.length(), Integer.MAX_VALUE);
        int from = (int) Math.min(all.length, partial.get().first());
        return Octets.of(Arrays.copyOfRange(all, from, (int) Math.min(all.length, from + partial.get().count())));
    }

    // ---- what is asked for ----

    private static List<FetchItem.Body> items(Part root, Sample sample) {
        var random = new Random(sample.name.hashCode());
        var sections = new ArrayList<>(List.of(Section.ALL, Section.HEADER, Section.TEXT));
        sections.add(new Section(List.of(), Section.Text.HEADER_FIELDS, List.of("Subject", "From")));
        sections.add(new Section(List.of(), Section.Text.HEADER_FIELDS_NOT, List.of("Subject")));
        addParts(root, List.of(), sections);
        var items = new ArrayList<FetchItem.Body>();
        items.add(item(Section.ALL, Optional.empty()));
        for (int i = 0; i < SECTIONS; i++) {
            var section = sections.get(random.nextInt(sections.size()));
            boolean isWhole = random.nextInt(4) == 0;
            items.add(item(section, isWhole ? Optional.empty() : Optional.of(partial(random, sample.octets.length))));
        }
        return items.stream().distinct().toList(); // what is asked for twice is told once
    }

    private static FetchItem.Body item(Section section, Optional<FetchItem.Partial> partial) {
        return new FetchItem.Body(section, true, partial, "BODY[" + section + "]");
    }

    /** Also numbers that no part has. */
    private static void addParts(Part part, List<Integer> above, List<Section> sections) {
        int count = Math.min(part.children().size(), 5);
        for (int i = 1; i <= count + 1; i++) {
            var number = new ArrayList<>(above);
            number.add(i);
            for (var text : List.of(Section.Text.WHOLE, Section.Text.MIME, Section.Text.HEADER, Section.Text.TEXT)) {
                sections.add(new Section(number, text, List.of()));
            }
            if (i <= count && number.size() < 4) addParts(part.children().get(i - 1), number, sections);
        }
    }

    /** Anywhere, also behind the end; often where a chunk ends and the next begins. */
    private static FetchItem.Partial partial(Random random, int octets) {
        int border = random.nextInt(octets / CHUNK + 1) * CHUNK + random.nextInt(40) - 20;
        int first = random.nextBoolean() ? Math.max(0, border) : random.nextInt(octets + 10);
        int count = random.nextBoolean() ? 1 + random.nextInt(60) : 1 + random.nextInt(octets + 10);
        return new FetchItem.Partial(first, count);
    }
}
