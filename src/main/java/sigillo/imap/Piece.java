package sigillo.imap;

/** What {@link ResponseFramer} finds next in what a server sends. */
public sealed interface Piece {
    /** All input was taken; there is more to come. */
    record More() implements Piece {}

    /** Of a message: the caller takes exactly these octets from the input before he asks on. */
    record Message(long size) implements Piece {}

    /** A response; of a message in it, {@link Frame#messageAt} tells the place. */
    record Whole(Frame frame) implements Piece {}

    /** Nothing that follows could be understood. {@code why}: a sentence's end for people. */
    record Broken(String why) implements Piece {}
}
