/**
 * What a push service is given: octets that only the subscriber reads (RFC 8188, RFC 8291), and who sends them (VAPID,
 * RFC 8292). Octets in, octets out.
 */
package sigillo.webpush;
