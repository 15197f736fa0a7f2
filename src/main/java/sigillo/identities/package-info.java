/**
 * As whom an account writes: the addresses that are its own, with a name, signatures and what else belongs to each
 * (RFC 8621 section 6); and how long what it sends can be taken back.
 */
package sigillo.identities;
