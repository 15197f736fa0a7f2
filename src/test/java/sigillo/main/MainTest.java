package sigillo.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a service starts, apart from all other commands. */
class MainTest {
    @TempDir Path folder;

    /** What is wrong is said in the same sentence, with the same exit code, whether or not other words stand there. */
    @Test void aServiceThatCannotStartSaysWhyInASentence() throws IOException {
        var wrong = Files.writeString(folder.resolve("wrong.toml"), "hostname = 7\n");
        for (var file : List.of(folder.resolve("no folder/none.toml"), wrong)) {
            var service = Cli.run(List.of("serve", "--config", file.toString()));
            assertEquals(1, service.code(), service.err());
            assertTrue(service.err().contains(file.toString()) && !service.err().contains("\tat "), service.err());
            assertEquals(service, Cli.run(List.of("serve", "--config=" + file)));
        }
    }

    @Test void wrongWordsAreNotTakenForAService() {
        for (var words : List.of(List.of("serve"), List.of("serve", "--config"), List.of("serve", "--config", "--help"), List.of("serve", "--data", "x"))) {
            assertEquals(2, Cli.run(words).code(), words.toString());
        }
    }

    /** The library of the other commands is not loaded before one of them is meant. */
    @Test void aServiceWaitsForNoOtherCommand() throws IOException {
        var used = new TreeSet<String>();
        for (var entry : ClassFile.of().parse(Path.of("target/classes/sigillo/main/Main.class")).constantPool()) {
            if (entry instanceof ClassEntry type) used.add(type.asInternalName());
        }
        assertTrue(used.contains("sigillo/main/ServeCommand"), used.toString());
        assertTrue(used.stream().noneMatch(name -> name.startsWith("picocli/")), used.toString());
    }
}
