/**
 * What an account's browsers keep at the server, sealed by keys that the server has not: {@link sigillo.vault.Vault}.
 */
package sigillo.vault;
