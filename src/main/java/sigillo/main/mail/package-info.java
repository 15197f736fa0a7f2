/**
 * What becomes of mail in this server, where that needs parts which do not know each other: the filter put together, mail
 * that is sent on, notices to owners, and the way to other servers.
 */
package sigillo.main.mail;
