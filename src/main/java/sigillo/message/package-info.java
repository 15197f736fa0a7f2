/**
 * The language of messages: RFC 5322 and MIME. Octets in, values out; no socket, file, clock, thread or configuration.
 *
 * <p>What always holds here:
 * <ul>
 * <li>Every input has a parse. Nothing throws because of what a message says; {@link java.io.IOException} only comes
 *     from the {@link sigillo.base.Octets} underneath.
 * <li>Work is linear in the octets read, memory is bounded by {@link sigillo.message.MessageLimits}, and no input
 *     decides how deep a call goes beyond the limit of depth.
 * <li>A string called <em>raw</em> holds one character per octet (U+0000 to U+00FF): write it back with ISO 8859-1 and
 *     the octets are those of the message. What has no such name is decoded text.
 * <li>All values are immutable and may be shared by threads.
 * </ul>
 */
package sigillo.message;
