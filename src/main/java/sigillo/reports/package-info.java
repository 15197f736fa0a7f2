/**
 * Reports that other servers send about our domains: DMARC aggregate reports (RFC 9990), TLS reports (RFC 8460), complaints
 * (ARF, RFC 5965). As a language: octets in, values and sentences out. Begin reading at {@link sigillo.reports.ReportReader}.
 */
package sigillo.reports;
