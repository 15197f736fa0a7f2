package sigillo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How many sentences of RFCs have MUST, SHALL or REQUIRED, by section: {@code rfc/musts.txt}, which {@link Musts} is held
 * against. As a program ({@code rfc/musts}) it counts them, in files with the texts, named like {@code rfc9051.txt}.
 */
final class RfcMusts {
    private static final Path FILE = Path.of("rfc/musts.txt");
    private static final int COLUMNS = 120;
    private static final Pattern NAME = Pattern.compile("rfc([0-9]+)\\.txt");
    private static final Pattern HEADING = Pattern.compile("([0-9]+(?:\\.[0-9]+)*)\\.? {1,3}\\S.*");
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?:])\\s+(?=[A-Z(\"*])");
    private static final Pattern MUST = Pattern.compile("\\b(?:MUST|SHALL|REQUIRED)\\b");

    private RfcMusts() {}

    public static void main(String[] files) throws IOException {
        var all = new TreeMap<>(read());
        for (var file : files) {
            var name = NAME.matcher(Path.of(file).getFileName().toString());
            if (!name.matches()) throw new IOException(file + " is not named like rfc9051.txt");
            all.put(Integer.parseInt(name.group(1)), count(Files.readAllLines(Path.of(file))));
        }
        write(all);
    }

    static Map<Integer, Map<String, Integer>> read() throws IOException {
        var all = new TreeMap<Integer, Map<String, Integer>>();
        Map<String, Integer> counts = Map.of();
        for (var line : Files.exists(FILE) ? Files.readAllLines(FILE) : List.<String>of()) {
            if (line.startsWith("#")) continue;
            var words = new ArrayList<>(List.of(line.strip().split(" +")));
            if (!line.startsWith(" ")) {
                counts = new LinkedHashMap<>();
                all.put(Integer.parseInt(words.removeFirst()), counts);
            }
            for (var word : words) counts.put(word.split(":")[0], Integer.parseInt(word.split(":")[1]));
        }
        return all;
    }

    private static void write(Map<Integer, Map<String, Integer>> all) throws IOException {
        var text = new StringBuilder("# Sentences with MUST, SHALL or REQUIRED, by section. Written by rfc/musts.\n");
        all.forEach((rfc, counts) -> {
            var line = new StringBuilder().append(rfc);
            for (var section : counts.keySet()) {
                var word = " " + section + ":" + counts.get(section);
                if (line.length() + word.length() > COLUMNS) {
                    text.append(line).append('\n');
                    line.setLength(0);
                    line.append("    ");
                }
                line.append(word);
            }
            text.append(line).append('\n');
        });
        Files.writeString(FILE, text);
    }

    /** In the order of the text; none of a table of contents, which has no such words. */
    static Map<String, Integer> count(List<String> lines) {
        var counts = new LinkedHashMap<String, Integer>();
        var paragraph = new StringBuilder();
        var section = "";
        for (var line : lines) {
            var heading = HEADING.matcher(line);
            if (line.isBlank() || heading.matches()) add(counts, section, paragraph);
            if (heading.matches()) section = heading.group(1);
            else paragraph.append(' ').append(line.strip());
        }
        add(counts, section, paragraph);
        return counts;
    }

    private static void add(Map<String, Integer> counts, String section, StringBuilder paragraph) {
        var sentences = Arrays.stream(SENTENCE_END.split(paragraph.toString().strip()));
        int musts = (int) sentences.filter(sentence -> MUST.matcher(sentence).find()).count();
        if (musts > 0) counts.merge(section, musts, Integer::sum);
        paragraph.setLength(0);
    }
}
