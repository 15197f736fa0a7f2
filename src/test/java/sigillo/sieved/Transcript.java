package sigillo.sieved;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import sigillo.login.OneGrant;
import sigillo.net.MemoryLink;
import sigillo.net.MemoryTalk;
import sigillo.net.MemoryTranscript;
import sigillo.rules.Listing;
import sigillo.rules.Rules;

/**
 * A conversation with {@link House}; beside what all have ({@link MemoryTranscript}):
 * <pre>
 * ! strict            no password without TLS
 * ! app passwords     nothing else signs in
 * ! busy              others have their scripts checked all the time
 * P: main             a script of that name is there; its lines follow
 * H: main* other      these scripts are there, the active one with a star
 * X:                  the way in is taken away
 * </pre>
 */
final class Transcript extends MemoryTranscript {
    private Optional<House> house = Optional.empty();

    private Transcript(Path file) throws IOException { super(file); }

    static void play(Path file) throws IOException { new Transcript(file).playAll(file); }

    @Override protected void staged(String word) {
        if (word.equals("busy")) house().compiling.acquireUninterruptibly(2);
    }

    @Override protected void happens(String kind, String text) {
        switch (kind) {
            case "P" -> assertEquals(Rules.Kept.DONE, house().rules.put(House.ANNA, text, message()));
            case "H" -> assertEquals(text, held());
            case "X" -> house().stands = false;
            default -> throw new AssertionError("no line of a transcript: " + kind + ": " + text);
        }
    }

    private String held() {
        var all = house().rules.listing(House.ANNA).scripts();
        assertTrue(all.stream().filter(Listing.Entry::isActive).count() <= 1, "one is active");
        return all.stream().map(one -> one.name() + (one.isActive() ? "*" : "")).sorted().collect(Collectors.joining(" "));
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
