/**
 * Push subscriptions of JMAP (RFC 8620 section 7.2): kept, and told of changes by HTTPS. {@link sigillo.pushing.Pusher}
 * says when, {@link sigillo.pushing.Subscriptions} keeps them. What changed is the door's to say.
 */
package sigillo.pushing;
