/** Listeners, connections, TLS, limits by address. Knows no protocol. */
package sigillo.net;
