package sigillo.http;

/** What became of a body that is read before it is answered. */
public sealed interface BodyRead {
    /** {@code octets}: the caller's to wipe. */
    record Whole(byte[] octets) implements BodyRead {}

    /** {@code status}: why not. What follows of it is not read. */
    record Refused(int status) implements BodyRead {}
}
