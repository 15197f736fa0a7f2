/**
 * Level L2: what comes for an account is encrypted to its owner's OpenPGP certificate before it is kept. This server
 * has the public part alone, so that from then on it knows of the mail what stands outside: who, to whom, when.
 */
package sigillo.wrapping;
