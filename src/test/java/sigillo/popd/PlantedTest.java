package sigillo.popd;

import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
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

    /** The second argument is another Email each time. */
    private static final PlantedLoader.Change ANY_EMAIL = type -> PlantedLoader.beginning(code -> {
        var id = type.parameterType(1);
        var now = MethodTypeDesc.of(ConstantDescs.CD_long);
        var made = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long);
        code.new_(id).dup().invokestatic(System.class.describeConstable().orElseThrow(), "nanoTime", now);
        code.invokespecial(id, "<init>", made).astore(1);
    });

    private static final List<PlantedFault> FAULTS = List.of(
        fault("two sessions have the maildrop", "popd.Locks", "enter", PlantedLoader.returns(1), "in-use.txt"),
        fault("the lock stays", "popd.Locks", "leave", PlantedLoader.NOTHING, "in-use.txt"),
        fault("a session that ends keeps its lock", "popd.PopSession", "close", PlantedLoader.NOTHING, "in-use.txt"),
        fault("DELE marks nothing", "popd.OpenDrop", "delete", PlantedLoader.NOTHING, "delete.txt"),
        fault("RSET leaves the marks", "popd.OpenDrop", "undeleteAll", PlantedLoader.NOTHING, "delete.txt"),
        fault("what is deleted can be read", "popd.OpenDrop", "isDeleted", PlantedLoader.returns(0), "delete.txt"),
        fault("any number is a message's", "popd.OpenDrop", "has", PlantedLoader.returns(1), "maildrop.txt"),
        fault("QUIT deletes nothing", "popd.Update", "run", PlantedLoader.returns(1), "delete.txt"),
        fault("a name holds for any later PASS",
            "popd.Authentication", "forgetName", PlantedLoader.NOTHING, "sign-in.txt"),
        fault("strangers may be told of mail", "popd.PopSession", "isSignedIn", PlantedLoader.returns(1), "capa.txt"),
        fault("dots are not stuffed", "pop.MessageLines", "put", PlantedLoader.instead((int) '.', 1), "maildrop.txt"),
        fault("TOP sends all", "pop.MessageLines", "endLine", PlantedLoader.instead(0, 1), "maildrop.txt"),
        fault("sizes are as kept", "account.Maildrops", "added", PlantedLoader.returns(0), "line-ends.txt"),
        fault("what POP has deleted is shown again",
            "account.Maildrops", "isHidden", PlantedLoader.returns(0), "deletes-nothing.txt"),
        fault("names change", "account.Uidl", "of", ANY_EMAIL, "maildrop.txt"),
        fault("UPDATE breaks", "account.Removals", "removeAll", PlantedLoader.THROWS, "delete.txt"),
        fault("the first message is not listed",
            "popd.OpenDrop", "numbers", PlantedLoader.instead(1, 2), "maildrop.txt"));

    @TestFactory Stream<DynamicTest> eachIsCaught() { return PlantedFault.tests(FAULTS, PlantedTest::play); }

    /** By the changed classes alone: the player too is loaded anew. */
    private static void play(PlantedLoader loader, String transcript) throws Throwable {
        var player = loader.loadClass("sigillo.popd.Transcript").getDeclaredMethod("play", Path.class);
        player.setAccessible(true);
        try {
            player.invoke(null, PopTranscriptTest.FOLDER.resolve(transcript));
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
