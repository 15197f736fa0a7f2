/**
 * Mechanisms of SASL (RFC 4422) as a language, the same for all doors: messages of a client in, what comes next out. No
 * base64, no socket and no database: a door carries the messages, and {@code login} knows who is who.
 *
 * <p>A new mechanism is a class here and a name in {@link sigillo.sasl.Mechanism}; {@code login} says which are offered.
 */
package sigillo.sasl;
