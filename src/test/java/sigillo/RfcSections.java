package sigillo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which sections RFCs have: {@code rfc/sections.txt}, an RFC with its sections in one or more lines. As a program
 * ({@code rfc/add}) it puts RFCs into it, given as files with their texts, named like {@code rfc5321.txt}.
 */
final class RfcSections {
    static final Path FILE = Path.of("rfc/sections.txt");
    private static final int COLUMNS = 120;

    /** A heading: at the margin, or in a table of contents, that is, with a page. */
    private static final Pattern HEADING = Pattern.compile(
        "^(?:(?:Appendix )?([0-9]+(?:\\.[0-9]+)*|[A-Z](?:\\.[0-9]+)*)[.:]? {1,4}\\S.*"
        + "|\\s+(?:Appendix )?([0-9]+(?:\\.[0-9]+)*|[A-Z](?:\\.[0-9]+)*)[.:]? *\\S.*?[. ]{2,}[0-9]+)$");
    private static final Pattern NAME = Pattern.compile("rfc([0-9]+)\\.txt");

    private RfcSections() {}

    public static void main(String[] files) throws IOException {
        var all = new HashMap<>(read());
        for (var file : files) {
            var name = NAME.matcher(Path.of(file).getFileName().toString());
            if (!name.matches()) throw new IOException(file + " is not named like rfc5321.txt");
            all.put(Integer.parseInt(name.group(1)), of(Files.readString(Path.of(file))));
        }
        write(all);
    }

    static Map<Integer, Set<String>> read() throws IOException {
        var all = new HashMap<Integer, Set<String>>();
        Set<String> sections = Set.of();
        for (var line : Files.readAllLines(FILE)) {
            if (line.startsWith("#")) continue;
            var words = new ArrayList<>(List.of(line.strip().split(" +")));
            if (!line.startsWith(" ")) {
                sections = new LinkedHashSet<>();
                all.put(Integer.parseInt(words.removeFirst()), sections);
            }
            sections.addAll(words);
        }
        return all;
    }

    private static void write(Map<Integer, Set<String>> all) throws IOException {
        var text = new StringBuilder("# RFCs and their sections; marks in the code name no others. Written by rfc/add.\n");
        for (int rfc : new TreeSet<>(all.keySet())) {
            var line = new StringBuilder().append(rfc);
            for (var section : inOrder(all.get(rfc))) {
                if (line.length() + 1 + section.length() > COLUMNS) {
                    text.append(line).append('\n');
                    line.setLength(0);
                    line.append("    ");
                }
                line.append(' ').append(section);
            }
            text.append(line).append('\n');
        }
        Files.writeString(FILE, text);
    }

    /** 4.10 after 4.9, letters last. */
    private static List<String> inOrder(Set<String> sections) {
        return sections.stream().sorted(Comparator.comparing(section ->
            Pattern.compile("[0-9]+").matcher(section).replaceAll(number -> "%6s".formatted(number.group())))).toList();
    }

    /** The sections of an RFC. */
    static Set<String> of(String text) {
        var sections = new LinkedHashSet<String>();
        for (var line : text.lines().toList()) {
            var m = HEADING.matcher(line.stripTrailing());
            if (!m.matches()) continue;
            var section = m.group(1) != null ? m.group(1) : m.group(2);
            if (follows(section, sections)) sections.add(section);
        }
        return sections;
    }

    /** A number at a margin may be of a list: a section comes after one, or is the first of one. */
    private static boolean follows(String section, Set<String> sections) {
        int dot = section.lastIndexOf('.');
        var last = section.substring(dot + 1);
        var before = section.substring(0, dot + 1);
        if (Character.isLetter(last.charAt(0))) return last.equals("A") || sections.contains("" + (char) (last.charAt(0) - 1));
        int number = Integer.parseInt(last);
        if (number > 1) return sections.contains(before + (number - 1));
        return before.isEmpty() || sections.contains(before.substring(0, before.length() - 1));
    }
}
