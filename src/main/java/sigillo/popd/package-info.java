/**
 * The POP3 door: RFC 1939. {@link sigillo.popd.PopConnection} alone touches the wire; {@link sigillo.popd.PopSession} keeps
 * the state.
 *
 * <p>What always holds here:
 * <ul>
 * <li>The maildrop is the inbox, as it was when the session began. A session keeps eight octets and a bit a message, and
 *     reads no message to tell how many there are, how large and how they are called. Messages go to the client in pieces.
 * <li>One POP session an account: RFC 1939 section 8. Other doors are not kept out: what they remove meanwhile is told as
 *     gone, and nobody else's deletion harms a client.
 * <li>Nothing is deleted before QUIT, and nothing at all when the connection ends in another way.
 * <li>POP changes nothing but what it deletes: it marks nothing as read.
 * </ul>
 */
package sigillo.popd;
