/**
 * DANE for SMTP (RFC 6698, 7671, 7672) as a language: TLSA records, and whether a server's certificates match them.
 * Begin reading at {@link sigillo.dane.Dane}.
 */
package sigillo.dane;
