package sigillo.imap;

/** A command that messages come with, which are not kept in its frame. */
public sealed interface TakesMessages permits AppendCommand, ReplaceCommand {
    /** What is to be kept, and where. */
    AppendCommand append();

    /** Octets of its messages, as far as they came with it. */
    default long messageOctets() { return append().messages().stream().mapToLong(AppendCommand.Message::octets).sum(); }
}
