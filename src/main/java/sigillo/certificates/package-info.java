/**
 * The certificates of this server: ordered of an authority by ACME (RFC 8555), renewed in time, checked before they are
 * served and while they are (decision 0034). {@link sigillo.certificates.Acme} alone knows the library that speaks ACME, and
 * is loaded when something is asked of an authority. What is kept is in the store, so that a restart goes on where it was
 * and all servers of a cluster serve the same.
 */
package sigillo.certificates;
