package sigillo.main.command;

import java.io.IOException;
import picocli.CommandLine.Option;
import sigillo.admin.Reach;

/** Which server is asked, and how it is to answer. */
public final class Target extends Place {
    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    boolean json() { return json; }

    Reach open(Opener opener) {
        try {
            return opener.open(config());
        } catch (IOException e) {
            throw new Failure(e.getMessage());
        }
    }
}
