/**
 * What an owner does in a browser, before there is a webmail: signing in, app passwords, the recovery kit, passwords,
 * the second factor, the level, sessions; as pages that need no script, and the same as JSON.
 * {@link sigillo.web.HttpProtocol} carries HTTP/1.1 by Helidon over our own {@link sigillo.net.Wire}, so that
 * listeners, limits by address, TLS and deadlines are those of all doors; {@link sigillo.web.Site} answers a
 * {@link sigillo.web.Asked} with a {@link sigillo.web.Reply} and knows no socket. Nothing of a session is written
 * anywhere, and no log line has an address, a query or a body.
 */
package sigillo.web;
