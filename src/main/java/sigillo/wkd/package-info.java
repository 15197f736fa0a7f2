/**
 * OpenPGP Web Key Directory: draft-koch-openpgp-webkey-service. Which address a certificate is at, asked and served.
 */
package sigillo.wkd;
