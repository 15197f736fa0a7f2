package sigillo.net;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A fault that is planted into the compiled code, and the transcript that finds it.
 *
 * @param type without {@code sigillo.}
 */
public record PlantedFault(String says, String type, String method, PlantedLoader.Change change, String transcript) {

    /** Plays a transcript with the classes of a loader. */
    public interface Player {
        void play(PlantedLoader loader, String transcript) throws Throwable;
    }

    /** Each is caught; without any all is well. */
    public static Stream<DynamicTest> tests(List<PlantedFault> faults, Player player) {
        var planted = faults.stream()
            .map(fault -> DynamicTest.dynamicTest(fault.says, () -> fault.assertCaught(player)));
        var sound = faults.stream().map(PlantedFault::transcript).distinct().map(name -> DynamicTest.dynamicTest(name,
            () -> assertDoesNotThrow(() -> player.play(new PlantedLoader("", "", PlantedLoader.NOTHING), name))));
        return Stream.concat(planted, sound);
    }

    private void assertCaught(Player player) {
        var loader = new PlantedLoader("sigillo." + type, method, change);
        var caught = assertThrows(AssertionError.class, () -> player.play(loader, transcript));
        loader.assertPlanted();
        // Code that does not even run is not what was meant
        for (Throwable cause = caught; cause != null; cause = cause.getCause()) {
            if (cause instanceof LinkageError) fail("the fault is ill-made", cause);
        }
    }
}
