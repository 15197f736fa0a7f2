package sigillo.jmapd;

import java.util.List;
import sigillo.jmap.Window;

/** What a query has found so far. Any thread. */
interface Finding {
    void addAll(List<Candidate> more);

    /** Once all are there; of them no more than the first that were asked for. */
    Window.Results results();
}
