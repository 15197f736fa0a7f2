/**
 * Passkeys as a relying party verifies them (W3C Web Authentication, level 3), as far as no attestation is asked for: what an
 * authenticator has made, and what it has signed. Reads no socket, no clock, no store; challenges are the caller's.
 */
package sigillo.webauthn;
