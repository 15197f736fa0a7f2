/**
 * Delivery status notifications as a language: RFC 3461 (when and to whom), RFC 6522 (multipart/report), RFC 3464
 * (message/delivery-status), RFC 6533 (with UTF-8 addresses). Values in, octets out; no clock, no randomness.
 */
package sigillo.dsn;
