/**
 * HTTP as a server, below every door that is spoken over it. {@link sigillo.http.HttpProtocol} carries HTTP/1.1 by Helidon
 * over our own {@link sigillo.net.Wire}, so that listeners, limits by address, TLS and deadlines are those of all doors; an
 * {@link sigillo.http.Answering} answers an {@link sigillo.http.Asked} with a {@link sigillo.http.Reply} and knows no socket;
 * several share a listener by their paths ({@link sigillo.http.Beside}). What is the same whichever framer carries it is in
 * {@link sigillo.http.Exchange}. No log line has an address, a query or a body.
 */
package sigillo.http;
