package sigillo.main.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/** Reads a configuration whole: either all of it is right, or every error is told. */
public final class ConfigFile {
    /** Nobody writes more by hand; a wrong file (a mailbox, a device) is not read into memory. */
    private static final long OCTETS_MAX = 1 << 20;

    private ConfigFile() {}

    public sealed interface Outcome {
        /** {@code effective}: a TOML file with every setting, its comment and the value in force; secrets masked. */
        record Right(Config config, String effective) implements Outcome {}

        record Wrong(List<Problem> problems) implements Outcome {
            public Wrong {
                problems = List.copyOf(problems);
            }
        }
    }

    /** With the files that it names: they must be there. */
    public static Outcome read(Path file) { return read(file, true); }

    /** Without a look at the files that it names; what stands in them is empty. */
    public static Outcome readAlone(Path file) { return read(file, false); }

    private static Outcome read(Path file, boolean looksAtFiles) {
        try {
            if (Files.size(file) > OCTETS_MAX) return wrong(file, "is too large for a configuration");
            return parse(file, Files.readString(file), looksAtFiles);
        } catch (NoSuchFileException e) {
            return wrong(file, "there is no such file");
        } catch (CharacterCodingException e) {
            return wrong(file, "is not in UTF-8");
        } catch (IOException e) {
            return wrong(file, "cannot be read: " + e.getMessage());
        }
    }

    /** {@code file} is where it stands, for messages and relative paths. */
    public static Outcome parse(Path file, String text) { return parse(file, text, true); }

    /** Without a look at the files that it names. */
    public static Outcome parseAlone(Path file, String text) { return parse(file, text, false); }

    private static Outcome parse(Path file, String text, boolean looksAtFiles) {
        var toml = Toml.parse(text);
        if (toml.hasErrors()) return wrong(file, toml);
        var reading = new Reading(file, toml, looksAtFiles);
        var config = new Declared(reading).config();
        var problems = reading.problems();
        return problems.isEmpty() ? new Outcome.Right(config.orElseThrow(), reading.shown.toString())
            : new Outcome.Wrong(problems);
    }

    /** What TOML itself forbids, alone: what one of these hides would otherwise be called missing. */
    private static Outcome wrong(Path file, TomlParseResult toml) {
        return new Outcome.Wrong(toml.errors().stream()
            .map(e -> new Problem(file, e.position().line(), e.position().column(), e.getMessage())).sorted().toList());
    }

    private static Outcome wrong(Path file, String text) {
        return new Outcome.Wrong(List.of(new Problem(file, 0, 0, text)));
    }
}
