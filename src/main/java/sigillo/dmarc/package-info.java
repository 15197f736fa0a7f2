/**
 * Domain-based Message Authentication, RFC 9989: what the domain in From says of mail that neither SPF nor DKIM can
 * show to be its own. Values in, values out; DNS is seen through {@link sigillo.dns.Lookup}.
 */
package sigillo.dmarc;
