/**
 * What an owner does in a browser, before there is a webmail: signing in, app passwords, the recovery kit, passwords,
 * the second factor, the level, sessions; as pages that need no script, and the same as JSON. {@link sigillo.web.Site}
 * answers what {@link sigillo.http} carries. Nothing of a session is written anywhere.
 */
package sigillo.web;
