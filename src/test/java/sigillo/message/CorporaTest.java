package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every message that others wrote to trouble parsers. */
class CorporaTest {

    @Tag("gate")
    @TestFactory Stream<DynamicTest> everyMessageHasAParse() {
        return Corpora.MESSAGES.stream().map(folder -> DynamicTest.dynamicTest(folder, () -> {
            var messages = Corpora.messages(folder);
            assertFalse(messages.isEmpty());
            for (var file : messages) {
                try {
                    Check.all(Corpora.read(file));
                } catch (Throwable t) {
                    throw new AssertionError(file.toString(), t);
                }
            }
        }));
    }
}
