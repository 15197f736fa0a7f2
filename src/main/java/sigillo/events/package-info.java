/**
 * Somebody puts mail into a mailbox by IMAP, or marks it there, and a script of the account is to run for it: RFC 6785. Here it is
 * found out whether there is one, and kept what is to be done until it is; what scripts do is {@link sigillo.delivery.EventRules}' to
 * say. Nothing that a script does comes here.
 */
package sigillo.events;
