package sigillo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Finds the marks of the form {@code RFC 5321 section 4.1.2} (or {@code sections 4.1.2, 4.1.3 and 4.1.4}) in the sources.
 * As a program ({@code rfc/index}) it prints them; {@link RfcMarksTest} holds them against {@link RfcSections}.
 */
final class RfcMarks {
    private static final Path SOURCES = Path.of("src/main/java/sigillo");

    private static final String SECTION = "(?:[A-Z]\\.)?[0-9]+(?:\\.[0-9]+)*|[A-Z](?![A-Za-z])";
    private static final Pattern MARK = Pattern.compile("\\bRFC ([0-9]+) (?:(?:section|appendix) (" + SECTION + ")"
        + "|(?:sections|appendices) ((?:" + SECTION + ")(?:(?:,| and|, and| or) (?:" + SECTION + "))*))");
    /** A comment's next line: the mark may be broken there. */
    private static final Pattern LINE_END = Pattern.compile("\\s*\\R\\s*(?:\\*|//)?\\s*");

    /** One rule and the file that keeps it; a line of what is printed. */
    record Mark(int rfc, String section, String file) implements Comparable<Mark> {
        private static final Comparator<Mark> ORDER = Comparator.comparingInt(Mark::rfc)
            .thenComparing(mark -> sortable(mark.section)).thenComparing(Mark::file);

        @Override public int compareTo(Mark other) { return ORDER.compare(this, other); }

        @Override public String toString() { return rfc + " " + section + " " + file; }

        /** 4.10 comes after 4.9. */
        private static String sortable(String section) {
            return Pattern.compile("[0-9]+").matcher(section).replaceAll(n -> "%6s".formatted(n.group()));
        }
    }

    private RfcMarks() {}

    /** Of all RFCs, or of those that are named. */
    public static void main(String[] rfcs) throws IOException {
        var wanted = List.of(rfcs);
        for (var mark : inSources()) {
            if (wanted.isEmpty() || wanted.contains("" + mark.rfc)) System.out.println(mark);
        }
    }

    static TreeSet<Mark> inSources() throws IOException {
        var marks = new TreeSet<Mark>();
        try (var files = Files.walk(SOURCES)) {
            for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                marks.addAll(in(Files.readString(file), SOURCES.relativize(file).toString().replace('\\', '/')));
            }
        }
        return marks;
    }

    static List<Mark> in(String source, String file) {
        var line = LINE_END.matcher(source).replaceAll(" ");
        return MARK.matcher(line).results().flatMap(match -> {
            var sections = match.group(2) != null ? match.group(2) : match.group(3);
            return Pattern.compile(SECTION).matcher(sections).results()
                .map(section -> new Mark(Integer.parseInt(match.group(1)), section.group(), file));
        }).toList();
    }
}
