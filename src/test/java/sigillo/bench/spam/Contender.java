package sigillo.bench.spam;

import java.util.List;

/** A filter that is measured. */
interface Contender extends AutoCloseable {
    String name();

    /** Higher is more like spam; what the number means is its own affair. */
    double score(LabelledMail mail) throws Exception;

    /** From which score on it marks mail as spam, as it comes. */
    double line();

    void learn(LabelledMail mail) throws Exception;

    /** All was taught. */
    default void learnt() throws Exception {}

    /** Does what it does only at first; learns nothing from these. */
    default void warm(List<LabelledMail> mails) throws Exception {}

    /** Of CPU, in seconds, that it has taken until now; its processes' too. */
    double cpu() throws Exception;

    @Override void close();
}
