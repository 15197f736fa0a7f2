/**
 * Leaving a list by one click (RFC 8058): {@link sigillo.unsubscribe.OneClick} says where, from a header whose signature covers it;
 * {@link sigillo.unsubscribe.Unsubscribing} asks there in the owner's place, so that nobody learns from where he reads.
 */
package sigillo.unsubscribe;
