package sigillo.backup;

import java.io.IOException;
import java.nio.file.Path;

/** Where backups go. {@code name}: by which people and alarms call it. */
public interface TargetSettings {
    String name();

    /** For people: never a password. */
    String place();

    /** Throws {@link IOException} with a sentence when it is not reached. */
    Target open() throws IOException;

    record Folder(String name, Path path) implements TargetSettings {
        @Override public String place() { return path.toString(); }

        @Override public Target open() throws IOException { return new FolderTarget(path); }
    }
}
