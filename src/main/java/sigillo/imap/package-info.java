/**
 * The language of IMAP: RFC 3501, RFC 9051 and the extensions we speak. Bytes in, values out; values in, bytes out. No
 * socket, file, clock or configuration, and no idea of what a mailbox is.
 *
 * <p>What always holds here:
 * <ul>
 * <li>{@link sigillo.imap.Framer} cuts what a client sends into {@link sigillo.imap.Frame}s in bounded memory, whatever
 *     comes and however it is cut into segments.
 * <li>{@link sigillo.imap.CommandParser} is total: each frame gives a command or the sentence for a BAD.
 * <li>{@link sigillo.imap.ResponseFramer} and {@link sigillo.imap.ResponseParser} do the same with what a server says to
 *     us, for who moves mail in from it.
 * <li>{@link sigillo.imap.ImapWriter} writes nothing that a grammar of the same standard would refuse.
 * </ul>
 *
 * <p>A new command is a record with its own {@code parse} in a file of its own, a line in {@link
 * sigillo.imap.CommandParser}, and its operation in {@code sigillo.imapd}.
 */
package sigillo.imap;
