/**
 * What DNS says, as values for the languages that are spoken through it: SPF, DKIM, DMARC, ARC. They ask by {@link
 * sigillo.dns.Lookup} and know neither server nor cache.
 */
package sigillo.dns;
