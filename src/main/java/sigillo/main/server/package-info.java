/** A whole server. Whoever wants to know how everything hangs together reads {@link sigillo.main.server.Server}. */
package sigillo.main.server;
