package sigillo.directory;

/** What became of a change of the directory. */
public sealed interface Edited<T> {
    /** Durable. */
    record Done<T>(T now) implements Edited<T> {}

    /** Nothing was written; {@code why} is a sentence for the operator. */
    record Refused<T>(String why) implements Edited<T> {}
}
