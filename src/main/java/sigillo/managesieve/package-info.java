/**
 * The language of ManageSieve: RFC 5804. Octets in, values out, and back; knows no socket and no script.
 *
 * <p>Not here, and why:
 * <ul>
 * <li>SCRAM-SHA-1, which RFC 5804 section 2.1 asks for: SCRAM-SHA-256 has taken its place (RFC 7677), and keys for the
 *     former would have to be kept of each app password.
 * <li>The URLs of section 3: clients make and read them.
 * <li>REFERRAL: all accounts of a server are here.
 * </ul>
 */
package sigillo.managesieve;
