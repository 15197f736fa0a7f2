/**
 * The Authenticated Received Chain, RFC 8617: what those who passed a message on have seen of it. Octets in, values
 * out.
 */
package sigillo.arc;
