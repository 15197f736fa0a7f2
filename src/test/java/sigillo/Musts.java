package sigillo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an RFC demands, and what shows that we keep it: {@code src/test/cases/musts/9051.txt} and others like it.
 * <pre>
 * # a comment
 * 6.3.3 1,2 server: EXAMINE tells flags and size
 *     imap/select.txt: * OK [PERMANENTFLAGS ()]
 *     imap/select.txt
 *     StartTlsTest#commandsBehindItAreNeverRun
 * 6.3.3 - server: what stands in no sentence with MUST
 * </pre>
 * The numbers are those of the section's sentences with MUST ({@link RfcMusts}). Who is bound is {@code server} or
 * {@code client}; of a client's it is told what we do when it is broken. Each has one line at least that shows it: a
 * transcript with something that the server says in it, or a test by its class or its method; where several classes have
 * that name, by its package too: {@code imapd/StartTlsTest}.
 */
public final class Musts {
    private static final Path TABLES = Path.of("src/test/cases/musts");
    private static final Path TRANSCRIPTS = Path.of("src/test/transcripts");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern HEAD = Pattern.compile("([0-9]+(?:\\.[0-9]+)*) ([0-9,]+|-) (server|client): (\\S.*)");
    private static final String INDENT = "    ";

    private record Rule(String section, List<Integer> sentences, String says, List<String> shown) {}

    private final int rfc;
    private final List<Rule> rules;
    private final Map<String, String> texts = new HashMap<>(); // of transcripts and tests, by their names

    private Musts(int rfc, List<Rule> rules) {
        this.rfc = rfc;
        this.rules = rules;
    }

    public static Musts of(int rfc) throws IOException {
        return of(rfc, Files.readAllLines(TABLES.resolve(rfc + ".txt")));
    }

    static Musts of(int rfc, List<String> table) throws IOException { return new Musts(rfc, parse(table)); }

    private static List<Rule> parse(List<String> lines) throws IOException {
        var rules = new ArrayList<Rule>();
        for (var line : lines) {
            if (line.isBlank() || line.startsWith("#")) continue;
            if (line.startsWith(INDENT) && !rules.isEmpty()) {
                rules.getLast().shown.add(line.strip());
                continue;
            }
            var m = HEAD.matcher(line);
            if (!m.matches()) throw new IOException("no rule: " + line);
            var sentences = m.group(2).equals("-") ? List.<Integer>of()
                : Arrays.stream(m.group(2).split(",")).map(Integer::valueOf).toList();
            rules.add(new Rule(m.group(1), sentences, m.group(4), new ArrayList<>()));
        }
        return rules;
    }

    /**
     * What is wrong with the table; nothing when each sentence of these sections and of those below them has a rule, and
     * each rule is shown. A section is its number: "6" is all of 6.
     */
    public List<String> faults(String... sections) throws IOException {
        var faults = new ArrayList<String>();
        var counted = RfcMusts.read().getOrDefault(rfc, Map.of());
        for (var section : counted.keySet()) {
            if (Arrays.stream(sections).noneMatch(s -> section.equals(s) || section.startsWith(s + "."))) continue;
            for (int n = 1; n <= counted.get(section); n++) {
                if (!has(section, n)) faults.add(section + " " + n + " has no rule");
            }
        }
        for (var rule : rules) {
            var name = rule.section + ": " + rule.says;
            int count = counted.getOrDefault(rule.section, 0);
            boolean isOfSection = rule.sentences.stream().allMatch(n -> n >= 1 && n <= count);
            if (!isOfSection) faults.add(name + ": the section has no such sentence");
            if (rule.shown.isEmpty()) faults.add(name + ": shown by nothing");
            for (var shown : rule.shown) if (!isShown(shown)) faults.add(name + ": " + shown + " is not there");
        }
        return faults;
    }

    /** All sections that have a rule. */
    public Set<String> sections() { return rules.stream().map(Rule::section).collect(Collectors.toSet()); }

    private boolean has(String section, int sentence) {
        return rules.stream().anyMatch(rule -> rule.section.equals(section) && rule.sentences.contains(sentence));
    }

    private boolean isShown(String shown) throws IOException {
        if (shown.contains(".txt")) return isSaid(shown);
        int hash = shown.indexOf('#');
        var text = test(hash < 0 ? shown : shown.substring(0, hash));
        return hash < 0 ? !text.isEmpty() : text.contains(" " + shown.substring(hash + 1) + "(");
    }

    /** Whether the server says it in that transcript, in one line. */
    private boolean isSaid(String shown) throws IOException {
        int colon = shown.indexOf(": ");
        var text = transcript(colon < 0 ? shown : shown.substring(0, colon));
        if (colon < 0) return !text.isEmpty();
        var mark = shown.substring(colon + 2);
        return text.lines().anyMatch(line -> line.matches("S\\d?: .*") && line.contains(mark));
    }

    private String transcript(String name) throws IOException {
        var file = TRANSCRIPTS.resolve(name);
        if (!texts.containsKey(name)) texts.put(name, Files.exists(file) ? Files.readString(file) : "");
        return texts.get(name);
    }

    private String test(String name) throws IOException {
        if (texts.containsKey(name)) return texts.get(name);
        try (var files = Files.walk(TESTS)) {
            var found = files.filter(at -> at.endsWith(name + ".java")).toList();
            if (found.size() > 1) throw new IOException(name + " is the name of several tests: " + found);
            texts.put(name, found.isEmpty() ? "" : Files.readString(found.getFirst()));
        }
        return texts.get(name);
    }
}
