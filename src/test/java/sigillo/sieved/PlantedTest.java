package sigillo.sieved;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import sigillo.net.PlantedFault;
import sigillo.net.PlantedLoader;

/**
 * The transcripts find what they are there to find: each fault is planted into the compiled code, and the transcript that is
 * named fails; without a fault it passes.
 */
@Tag("gate")
@Timeout(300)
class PlantedTest {

    private static PlantedFault fault(String says, String type, String method, PlantedLoader.Change change,
            String transcript) {
        return new PlantedFault(says, type, method, change, transcript);
    }

    private static final List<PlantedFault> FAULTS = List.of(
        fault("strangers see scripts", "sieved.SieveSession", "isSignedIn", PlantedLoader.returns(1), "greeting.txt"),
        fault("who is signed out stays in", "sieved.SieveSession", "signOut", PlantedLoader.NOTHING, "sign-in.txt"),
        fault("braces in quotes begin a literal", "managesieve.LineTail", "outside", PlantedLoader.instead((int) '"', 1), "frames.txt"),
        fault("any literal may be waited for", "managesieve.LineTail", "isSynchronizing", PlantedLoader.returns(0), "frames.txt"),
        fault("more arguments are passed over", "managesieve.Cursor", "end", PlantedLoader.NOTHING, "frames.txt"),
        fault("any name is one", "rules.Rules", "isName", PlantedLoader.returns(1), "space.txt"),
        fault("the active script can be deleted", "rules.Rules", "isActive", PlantedLoader.returns(0), "scripts.txt"),
        fault("there may be any number", "rules.Rules", "count", PlantedLoader.returns(0), "space.txt"));

    @TestFactory Stream<DynamicTest> eachIsCaught() { return PlantedFault.tests(FAULTS, PlantedTest::play); }

    /** By the changed classes alone: the player too is loaded anew. */
    private static void play(PlantedLoader loader, String transcript) throws Throwable {
        var player = loader.loadClass("sigillo.sieved.Transcript").getDeclaredMethod("play", Path.class);
        player.setAccessible(true);
        try {
            player.invoke(null, SieveTranscriptTest.FOLDER.resolve(transcript));
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
