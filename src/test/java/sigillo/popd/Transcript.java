package sigillo.popd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import sigillo.account.UidSet;
import sigillo.directory.PopDeletes;
import sigillo.login.OneGrant;
import sigillo.net.MemoryLink;
import sigillo.net.MemoryTalk;
import sigillo.net.MemoryTranscript;

/**
 * A conversation with {@link House}; beside what all have ({@link MemoryTranscript}):
 * <pre>
 * ! strict            no password without TLS
 * ! app passwords     nothing else signs in
 * ! deletes trash     what the account's owner wants
 * M: INBOX            a message comes in; its lines follow
 * X: INBOX 2          another door removes the message with this UID
 * H: INBOX 2          so many messages are in a mailbox
 * </pre>
 */
final class Transcript extends MemoryTranscript {
    private Optional<House> house = Optional.empty();

    private Transcript(Path file) throws IOException { super(file); }

    static void play(Path file) throws IOException { new Transcript(file).playAll(file); }

    @Override protected void staged(String word) {
        if (!word.startsWith("deletes ")) return;
        house().deletes = PopDeletes.valueOf(word.substring(8).toUpperCase(Locale.ROOT));
    }

    @Override protected void happens(String kind, String text) throws IOException {
        var words = text.split(" ");
        switch (kind) {
            case "M" -> house().deliver(text, message());
            case "X" -> {
                var anna = house().anna;
                anna.remove(anna.mailboxId(words[0]).orElseThrow(), UidSet.of(Long.parseLong(words[1])));
            }
            case "H" -> assertEquals(Long.parseLong(words[1]), house().held(words[0]), text);
            default -> throw new AssertionError("no line of a transcript: " + kind + ": " + text);
        }
    }

    private House house() {
        if (house.isEmpty()) house = Optional.of(new House(isSet("strict") ? House.STRICT : House.OPEN));
        return house.get();
    }

    @Override protected MemoryTalk newTalk(MemoryLink link) {
        return isSet("app passwords") ? Talk.byGrants(house(), link) : new Talk(house(), link);
    }

    @Override protected byte[] exporter() { return OneGrant.EXPORTER.toArray(); }
}
