/**
 * MTA-STS (RFC 8461) as a language: the record in DNS, the policy that HTTPS serves, which hosts it means. Begin reading
 * at {@link sigillo.mtasts.StsPolicy}.
 */
package sigillo.mtasts;
