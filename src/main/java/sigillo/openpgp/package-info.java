/**
 * OpenPGP (RFC 9580, and RFC 4880 as it is in the wild): certificates and secret keys, armour, messages sealed and
 * opened, signatures made and verified. Octets in, octets out; no store, no network, no clock: the time is given.
 *
 * <p>Nothing that came is believed before it is verified, and nothing of a message is released before all of it is:
 * {@link sigillo.openpgp.PgpOpen} gives its caller's {@link sigillo.openpgp.Sink} the word only at the end. Packets are
 * framed and counted here, within {@link sigillo.openpgp.Limits}; BouncyCastle is given single packets that were framed
 * before, for their mathematics, and nobody else in the house uses its classes for OpenPGP. What is refused has a
 * name, {@link sigillo.openpgp.Refusal}. What is written keeps the profile of decision 0063.
 */
package sigillo.openpgp;
