/**
 * WebSocket (RFC 6455), the server's side: the handshake, frames as they come and as they go. Octets in, values out; no
 * extension is offered.
 */
package sigillo.websocket;
