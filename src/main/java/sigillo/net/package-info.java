/**
 * Listeners, connections, TLS, deadlines, limits by address. Knows no protocol: {@link sigillo.net.Listener} accepts,
 * a {@link sigillo.net.Protocol} speaks on a {@link sigillo.net.Wire}.
 */
package sigillo.net;
