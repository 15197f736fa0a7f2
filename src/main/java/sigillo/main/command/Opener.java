package sigillo.main.command;

import java.io.IOException;
import sigillo.admin.Reach;
import sigillo.main.config.Config;

/** Finds the operator of a data directory: the running server's, or one of our own when none runs. */
public interface Opener {
    /** Throws {@link IOException} or {@link sigillo.store.StoreException} with a sentence for the operator. */
    Reach open(Config config) throws IOException;
}
