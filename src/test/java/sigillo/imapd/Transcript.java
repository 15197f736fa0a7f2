package sigillo.imapd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import sigillo.login.OneGrant;
import sigillo.net.MemoryLink;
import sigillo.net.MemoryTalk;
import sigillo.net.MemoryTranscript;

/**
 * A conversation with {@link House}; beside what all have ({@link MemoryTranscript}):
 * <pre>
 * ! strict            no password without TLS
 * ! app passwords     nothing else signs in
 * ! limit             anna may hold 20,480 octets
 * M: INBOX            a message comes in by another way; its lines follow
 * </pre>
 */
final class Transcript extends MemoryTranscript {
    private static final long LIMIT = 20 << 10;

    private final Path folder;
    private Optional<House> house = Optional.empty();

    private Transcript(Path file, Path folder) throws IOException {
        super(file);
        this.folder = folder;
    }

    static void play(Path file, Path spools) throws IOException { new Transcript(file, spools).playAll(file); }

    @Override protected void staged(String word) { }

    @Override protected void happens(String kind, String text) throws IOException {
        if (!kind.equals("M")) throw new AssertionError("no line of a transcript: " + kind + ": " + text);
        house().deliver(text, message());
    }

    /** What is said of a search that takes its time, on a busy machine, is part of no transcript. */
    @Override protected boolean isPassedOver(String line) { return line.startsWith("* OK [INPROGRESS "); }

    private House house() throws IOException {
        if (house.isEmpty()) house = Optional.of(new House(folder, isSet("strict") ? House.STRICT : House.OPEN));
        if (isSet("limit")) house.get().octetsMax = OptionalLong.of(LIMIT);
        return house.get();
    }

    @Override protected MemoryTalk newTalk(MemoryLink link) throws IOException {
        return isSet("app passwords") ? Talk.byGrants(house(), link) : new Talk(house(), link);
    }

    @Override protected byte[] exporter() { return OneGrant.EXPORTER.toArray(); }
}
