/**
 * The IMAP door: what commands do. {@link sigillo.imapd.ImapConnection} alone touches the wire; {@link
 * sigillo.imapd.ImapSession} keeps the state; each command has its own class.
 *
 * <p>What always holds here:
 * <ul>
 * <li>A session keeps four octets a message of the selected mailbox, and nothing else that grows with it. Messages are
 *     passed from the store to the client in pieces.
 * <li>Nothing of the account is held while we write to a client: a slow one waits for itself only.
 * <li>EXPUNGE is told only where message numbers may change (RFC 9051 section 7.5.1), see {@link
 *     sigillo.imapd.SelectedMailbox#tell}.
 * <li>One thread at a time works on a session. While a client idles, that is the thread which tells it of changes.
 * </ul>
 */
package sigillo.imapd;
