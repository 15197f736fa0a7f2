/**
 * What programs say that look at a whole message and give their opinion: ClamAV's clamd, SpamAssassin's spamd, Rspamd. As
 * languages: questions as octets, answers as values. Each answer is read whole, within the bounds of
 * {@link sigillo.scanners.ScannerLimits}, and every octets give one. Begin reading at {@link sigillo.scanners.Scanned}.
 */
package sigillo.scanners;
