package sigillo.upgrade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;

/**
 * An upgrade: which step, from which version to which, and where they lie. {@code id}: of this upgrade, and on the command line of the
 * trial's process. {@code kept}: what the old version counted, in its own words. {@code why}: what failed, as a sentence, else empty.
 */
public record Progress(Step step, Version from, Version to, Path fromHome, Path toHome, String id, String kept, String why, Instant at) {
    private static final String FIRST_LINE = "sigillo upgrade 1";
    static final int OCTETS_MAX = 16 * 1024;
    private static final int WHY_MAX = 500;

    public Progress with(Step next, Instant now) { return new Progress(next, from, to, fromHome, toHome, id, kept, why, now); }

    public Progress because(String sentence) { return new Progress(step, from, to, fromHome, toHome, id, kept, plain(sentence), at); }

    public Progress counted(String counts) { return new Progress(step, from, to, fromHome, toHome, id, plain(counts), why, at); }

    /** On one line, without what moves a terminal's cursor: it may be the word of a program that is broken. */
    static String plain(String sentence) {
        var plain = sentence.strip().replaceAll("[\\p{Cntrl}\\p{Cf}\u2028\u2029]+", " ");
        return plain.length() > WHY_MAX ? plain.substring(0, WHY_MAX) + " ..." : plain;
    }

    byte[] encode() {
        return (FIRST_LINE + "\nstep " + step + "\nfrom " + from + "\nto " + to + "\nfrom-home " + fromHome + "\nto-home " + toHome + "\nid " + id + "\nkept " + kept
            + "\nwhy " + why + "\nat " + at + "\nend\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Throws {@link IOException} with a sentence for what is none. */
    static Progress decode(byte[] octets) throws IOException {
        var lines = new String(octets, StandardCharsets.UTF_8).split("\n", -1);
        var values = new LinkedHashMap<String, String>();
        for (var line : lines) {
            int blank = line.indexOf(' ');
            if (blank > 0) values.put(line.substring(0, blank), line.substring(blank + 1));
        }
        try {
            if (!lines[0].equals(FIRST_LINE) || lines.length < 2 || !lines[lines.length - 2].equals("end")) throw new IllegalArgumentException("no whole file");
            return new Progress(Step.valueOf(values.get("step")), Version.parse(values.get("from")).orElseThrow(), Version.parse(values.get("to")).orElseThrow(),
                Path.of(values.get("from-home")), Path.of(values.get("to-home")), values.get("id"), values.get("kept"), values.get("why"), Instant.parse(values.get("at")));
        } catch (RuntimeException broken) {
            throw new IOException("how far an upgrade has come cannot be read: " + broken.getMessage(), broken);
        }
    }
}
