package sigillo.bench.spam;

/** A filter that is measured. */
interface Contender extends AutoCloseable {
    String name();

    /** Higher is more like spam; what the number means is its own affair. */
    double score(LabelledMail mail) throws Exception;

    void learn(LabelledMail mail) throws Exception;

    /** Of CPU, in seconds, that it has taken until now; its processes' too. */
    double cpu() throws Exception;

    @Override void close();
}
