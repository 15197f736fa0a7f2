package sigillo.http;

/** Who sends a body that takes room, as far as its header fields say it: strangers have little of it, and apart. */
public sealed interface Admission {
    record Owner() implements Admission {}

    record Stranger() implements Admission {}

    /** {@code why}: it is not read, and the connection ends. */
    record Away(Reply why) implements Admission {}
}
