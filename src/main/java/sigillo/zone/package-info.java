/**
 * Which records of DNS a domain of ours needs, and what those that DNS shows are worth. {@link sigillo.zone.DomainRecords}
 * says which there should be, {@link sigillo.zone.Comparison} compares one with what DNS shows, {@link sigillo.zone.ZoneFile}
 * writes them for people and DNS servers. What a domain says already of SPF and DMARC is kept: {@link sigillo.zone.SpfRecords},
 * {@link sigillo.zone.DmarcSteps}. Nothing here asks DNS.
 */
package sigillo.zone;
