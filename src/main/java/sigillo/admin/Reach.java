package sigillo.admin;

/** The way to an {@link Operator}: in this process or in the running server. */
public interface Reach extends AutoCloseable {
    /** Blocks until it is done. */
    Answer ask(Request request);

    @Override void close();
}
