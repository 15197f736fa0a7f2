/**
 * The keys of each account: which there are, who opens them, and what is open. Implements
 * {@link sigillo.account.ContentSeal}, so that the account's core knows of none of it. decisions/0007 says why it is as
 * it is, docs/sealing.md what it protects from, {@link sigillo.keyring.KeyRows} has the layout.
 */
package sigillo.keyring;
