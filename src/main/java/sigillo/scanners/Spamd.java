package sigillo.scanners;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sigillo.scanners.Scanned.Advice;

/** The language of SpamAssassin's daemon: spamd/PROTOCOL of its sources, version 1.5. */
public final class Spamd {
    private static final Pattern FIRST = Pattern.compile("SPAMD/\\d{1,2}\\.\\d{1,2} (\\d{1,3}) ?(.*)");
    private static final Pattern SPAM =
        Pattern.compile("(?i)Spam: *(True|Yes|False|No) *; *(-?\\d{1,6}(?:\\.\\d{1,6})?) */ *(-?\\d{1,6}(?:\\.\\d{1,6})?) *");

    private Spamd() {}

    public static byte[] ping() { return "PING SPAMC/1.5\r\n\r\n".getBytes(StandardCharsets.US_ASCII); }

    /** Asks what it makes of a message of so many octets, which follows. */
    public static byte[] symbols(long octets) {
        return ("SYMBOLS SPAMC/1.5\r\nContent-length: " + octets + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    public static boolean isPong(byte[] answer) { return first(answer).filter(line -> line.code == 0 && line.text.equals("PONG")).isPresent(); }

    private record First(int code, String text) {}

    private static Optional<First> first(byte[] answer) {
        var line = FIRST.matcher(Words.latin(answer).lines().findFirst().orElse(""));
        return line.matches() ? Optional.of(new First(Integer.parseInt(line.group(1)), line.group(2))) : Optional.empty();
    }

    /** {@code answer}: all that came until it closed. */
    public static Scanned parse(byte[] answer) {
        var first = first(answer);
        if (first.isEmpty()) return new Scanned.Failed(answer.length == 0 ? "it ended without an answer" : "it does not speak as spamd does");
        if (first.get().code != 0) return new Scanned.Failed("it said \"" + Words.name(first.get().code + " " + first.get().text) + "\"");
        var text = Words.latin(answer).replace("\r\n", "\n");
        int end = text.indexOf("\n\n");
        if (end < 0) return new Scanned.Failed("its answer breaks off");
        return text.substring(0, end).lines().skip(1).map(SPAM::matcher).filter(Matcher::matches).findFirst()
            .<Scanned>map(spam -> rated(spam, text.substring(end + 2)))
            .orElse(new Scanned.Failed("its answer does not say what it makes of it"));
    }

    private static Scanned.Rated rated(MatchResult spam, String names) {
        boolean isSpam = spam.group(1).matches("(?i)true|yes");
        List<String> signs = Stream.of(names.split("[,\\s]+", ScannerLimits.NAMES_MAX + 1)).limit(ScannerLimits.NAMES_MAX)
            .map(Words::name).filter(name -> !name.isEmpty()).toList();
        return new Scanned.Rated(Double.parseDouble(spam.group(2)), Double.parseDouble(spam.group(3)), isSpam ? Advice.SPAM : Advice.TAKE, signs);
    }
}
