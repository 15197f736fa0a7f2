package sigillo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sigillo.peers.Program;

/** The whole of what a run says, and its place in docs/measurements.md: the newest first, under a heading of its own. */
record Report(String command, Table table, List<String> remarks) {
    static final Path MEASUREMENTS = Path.of("docs/measurements.md");
    static final String HEADING = "## By `./bench`";

    String markdown() {
        var lines = new ArrayList<String>();
        lines.add("### " + LocalDate.now() + ", commit " + commit());
        lines.add("");
        lines.add("    " + command);
        lines.add("");
        lines.add(table.markdown());
        for (var remark : remarks) lines.add("- " + remark);
        return String.join("\n", lines) + "\n";
    }

    /** Says so when what was measured is not what the commit has. */
    private static String commit() {
        var commit = git("rev-parse", "--short", "HEAD");
        return git("status", "--porcelain", "--", ".", ":!" + MEASUREMENTS).isEmpty() ? commit : commit + " with changes";
    }

    private static String git(String... words) {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        var done = Program.run(Duration.ofSeconds(20), Map.of(), command);
        return done.code() == 0 ? done.printed().strip() : "unknown";
    }

    void write() throws IOException { Files.writeString(MEASUREMENTS, into(Files.readString(MEASUREMENTS), markdown())); }

    /** {@code page} with {@code block} right below the heading and what it says; throws when there is no such heading. */
    static String into(String page, String block) throws IOException {
        int heading = page.indexOf(HEADING + "\n");
        if (heading < 0) throw new IOException(MEASUREMENTS + " has no heading " + HEADING);
        int body = heading + HEADING.length() + 1;
        int at = firstOf(page, body, "\n### ", "\n## ");
        return page.substring(0, at) + "\n" + block.strip() + "\n" + page.substring(at);
    }

    /** Where the next heading's line begins, with the line break before it; the end when there is none. */
    private static int firstOf(String page, int from, String... headings) {
        int first = page.length();
        for (var heading : headings) {
            int at = page.indexOf(heading, from - 1);
            if (at >= 0) first = Math.min(first, at);
        }
        return first;
    }
}
