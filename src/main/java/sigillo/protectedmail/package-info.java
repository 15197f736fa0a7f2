/**
 * Password-protected messages: encrypted in the sender's browser, kept here for a while, opened in the browser of who
 * has the link and the password. This server has neither the password nor a key. Decision 0067.
 */
package sigillo.protectedmail;
