/** SMTP as a language (RFC 5321 and its extensions): commands, replies, the envelope. Bytes in, values out. */
package sigillo.smtp;
