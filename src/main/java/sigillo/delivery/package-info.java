/**
 * A message comes in: small pieces from the envelope to the mailbox. Never 250 before the mail is durable.
 *
 * <p>{@link sigillo.delivery.Delivery} leads: {@code Evidence} is gathered once, every {@code Check} is a pure function
 * of it, and the {@code Verdict} folds what they think. {@code Plan} says how a part of the envelope is settled, and
 * {@code Settling} does it: by {@code Filing} (an account's inbox), by {@code Forwarding} (to addresses of others) or by
 * the queue. {@link sigillo.delivery.LocalCarrier} is the way back from the queue into accounts.
 */
package sigillo.delivery;
