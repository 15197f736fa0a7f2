/**
 * How OpenPGP stands in mail: PGP/MIME (RFC 3156) written and recognised, armour within text recognised, header fields
 * that are protected with the body (RFC 9788, and the older form that Thunderbird reads), Autocrypt Level 1.
 *
 * <p>Here is structure only: what lies where, and what it promises. Who decrypts and verifies is handed in, or asks
 * with what it finds here. Octets in, values out; every input has an answer; nothing whole is in memory but one header.
 */
package sigillo.pgpmime;
