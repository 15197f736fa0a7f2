/** Invitations: a link by which one person makes an account here, with a password that this server never sees. */
package sigillo.invitations;
