/**
 * The Sender Policy Framework, RFC 7208: which hosts a domain names as its senders. Values in, values out; DNS is seen
 * through {@link sigillo.dns.Lookup}, time is given. What a record says is of strangers: every string has an outcome,
 * and {@link sigillo.spf.SpfLimits} bounds what one message may cost.
 */
package sigillo.spf;
