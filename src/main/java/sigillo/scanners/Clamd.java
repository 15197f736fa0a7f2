package sigillo.scanners;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** The language of ClamAV's daemon: clamd(8), the commands with a {@code z}, which end with a NUL as their answers do. */
public final class Clamd {
    /** Octets that one piece of a stream has here; clamd takes any number below its StreamMaxLength. */
    public static final int PIECE = 64 * 1024;

    private static final Pattern FOUND = Pattern.compile("(?s)stream: (.+) FOUND");
    /** {@code ClamAV 1.4.1/27500/Thu Nov 26 09:00:00 2026}: its version, that of its signatures, and their date. */
    private static final Pattern VERSION = Pattern.compile("ClamAV [ -~]{1,200}");
    private static final Pattern BYTECODE_OF = Pattern.compile("(?s)(.+)\\([0-9a-f]{32}:\\d+\\)");

    private Clamd() {}

    public static byte[] ping() { return command("PING"); }

    public static byte[] inStream() { return command("INSTREAM"); }

    public static byte[] version() { return command("VERSION"); }

    private static byte[] command(String word) { return ("z" + word + "\0").getBytes(StandardCharsets.US_ASCII); }

    /** What stands before a piece; a piece of 0 octets ends the stream. */
    public static byte[] pieceOf(int octets) { return ByteBuffer.allocate(4).putInt(octets).array(); }

    /** Whether an answer has come whole. */
    public static boolean isWhole(byte[] answer, int count) { return count > 0 && answer[count - 1] == 0; }

    public static boolean isPong(byte[] answer) { return line(answer).equals("PONG"); }

    /** What is said to {@link #version}; empty for anything else. */
    public static Optional<String> versionOf(byte[] answer) {
        return Optional.of(line(answer)).filter(line -> isWhole(answer, answer.length) && VERSION.matcher(line).matches());
    }

    /** {@code answer}: with its NUL, as far as it came. */
    public static Scanned parse(byte[] answer) {
        if (!isWhole(answer, answer.length)) return new Scanned.Failed("it ended without an answer");
        var line = line(answer);
        if (line.equals("stream: OK")) return new Scanned.Clean();
        var found = FOUND.matcher(line);
        if (found.matches()) return new Scanned.Infected(Words.name(plain(found.group(1))));
        if (line.equals("INSTREAM size limit exceeded. ERROR")) return new Scanned.Passed("it is larger than StreamMaxLength of clamd");
        return new Scanned.Failed("it said \"" + Words.name(line) + "\"");
    }

    /** With ExtendedDetectionInfo the hash and the size of the file stand behind the name. */
    private static String plain(String name) {
        var extended = BYTECODE_OF.matcher(name);
        return extended.matches() ? extended.group(1) : name;
    }

    private static String line(byte[] answer) { return Words.latin(answer).replace("\0", ""); }
}
