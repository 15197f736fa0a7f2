package sigillo.main.process;

import java.io.IOException;

/** Which program this is: SHA-256 of its jar, read when it is first asked for. */
public final class ProgramVersion {
    private ProgramVersion() {}

    private static final class Read {
        static final String TEXT = read();
    }

    public static String text() { return Read.TEXT; }

    private static String read() {
        try {
            var jar = ProgramFile.jar();
            return jar.isPresent() ? "sha256 " + ProgramFile.digest(jar.get()) : "not from a jar";
        } catch (IOException unknown) {
            return "not known";
        }
    }
}
