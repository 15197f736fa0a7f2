/** A message comes in: small pieces from the envelope to the mailbox. Never 250 before the mail is durable. */
package sigillo.delivery;
