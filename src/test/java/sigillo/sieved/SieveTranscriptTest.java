package sigillo.sieved;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Plays every file of src/test/transcripts/managesieve. */
class SieveTranscriptTest {
    static final Path FOLDER = Path.of("src/test/transcripts/managesieve");

    @TestFactory Stream<DynamicTest> transcripts() throws IOException {
        return Files.list(FOLDER).sorted().map(file ->
            DynamicTest.dynamicTest(file.getFileName().toString(), file.toUri(), () -> Transcript.play(file)));
    }
}
