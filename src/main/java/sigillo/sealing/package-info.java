/**
 * How what is kept is sealed: the formats, and nothing but the formats. Octets go in, octets come out; there is no
 * store, file, clock or thread here. Who may open what, and when, is decided elsewhere.
 *
 * <p>A {@link sigillo.sealing.SealedKey} needs a public key only, a {@link sigillo.sealing.WrappedKey} another key.
 * Each {@link sigillo.sealing.SealedRecord} has a key of its own that comes from the key of its segment. A {@link
 * sigillo.sealing.Slot} lets one secret of an account's owner open the account's root key. docs/sealing.md is the
 * format, octet by octet.
 */
package sigillo.sealing;
