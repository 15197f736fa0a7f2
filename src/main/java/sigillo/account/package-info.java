/**
 * The core that every protocol shares: JMAP's model of an account (RFC 8620, RFC 8621) with IMAP's UID, UIDVALIDITY and
 * MODSEQ as attributes. Every write passes {@link sigillo.store.Transactions}; its commit emits
 * {@link sigillo.account.Changes} in order, after it is durable. Content passes {@link sigillo.account.ContentSeal} on
 * its way to and from the store. {@link sigillo.account.Keys} has the layout, decisions/0003-account-rows.md the reasons.
 */
package sigillo.account;
