package sigillo.archive;

import java.io.IOException;

/** Mail in files. One thread. */
interface Archive {
    /** In the archive's order. What the visitor throws ends it. Throws {@link IOException} with a sentence for people. */
    void each(Visitor visitor) throws IOException;

    interface Visitor {
        void visit(ArchivedMail mail) throws IOException;
    }
}
