/**
 * DomainKeys Identified Mail: RFC 6376, with Ed25519 (RFC 8463), the rules for keys of RFC 8301 and internationalised
 * mail (RFC 8616). Octets in, values out; DNS is seen through {@link sigillo.dns.Lookup}, time is given.
 *
 * <p>A message is read twice: its header into memory, up to its limit, and its body once through {@link
 * sigillo.dkim.BodyHashes}, which hashes it for all signatures together. Nothing throws for what a message or a key
 * record says.
 */
package sigillo.dkim;
