package sigillo.bench.spam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.message.Header;
import sigillo.message.HeaderField;

/** A mail of which somebody said whether it is spam; {@code came}: when it was received. */
record LabelledMail(Path file, boolean isSpam, LocalDateTime came) {
    /** The end of a line of mbox; what stands before is an address, or several words. */
    private static final Pattern CAME = Pattern.compile("[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9]{1,2} [0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]{4}");
    private static final DateTimeFormatter MBOX = DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT);

    /**
     * SpamAssassin's public corpus as npm has it, in the order in which it came: a folder for each group, a file for each mail,
     * which a line of mbox begins. Those without such a line are left out.
     */
    static List<LabelledMail> all(Path data) throws IOException {
        try (var files = Files.walk(data)) {
            return files.filter(file -> file.toString().endsWith(".txt")).map(LabelledMail::of).flatMap(Optional::stream)
                .sorted(Comparator.comparing(LabelledMail::came).thenComparing(LabelledMail::file)).toList();
        }
    }

    private static Optional<LabelledMail> of(Path file) {
        var octets = read(file);
        var line = new String(octets, 0, lineEnd(octets), StandardCharsets.ISO_8859_1);
        var came = CAME.matcher(line.replaceAll("\\s+", " "));
        if (!line.startsWith("From ") || !came.find()) return Optional.empty();
        boolean isSpam = file.getParent().getFileName().toString().startsWith("spam");
        return Optional.of(new LabelledMail(file, isSpam, LocalDateTime.parse(came.group(), MBOX)));
    }

    private static int lineEnd(byte[] octets) {
        int end = 0;
        while (end < octets.length && octets[end] != '\n') end++;
        return end;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without the line of mbox. */
    byte[] octets() {
        var octets = read(file);
        return Arrays.copyOfRange(octets, Math.min(octets.length, lineEnd(octets) + 1), octets.length);
    }

    /** The times of this corpus are partly those of its collecting: nobody shall learn from them. */
    Instant when(Header header) {
        return header.first("date").flatMap(HeaderField::date).map(date -> date.toInstant())
            .orElse(came.toInstant(ZoneOffset.UTC));
    }
}
