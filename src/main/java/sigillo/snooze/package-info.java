/**
 * Mail that its owner does not want to see until later: it leaves its mailboxes, and comes back as new at its time. What
 * is kept here are ids and times alone, so that it comes back while the owner is away.
 */
package sigillo.snooze;
