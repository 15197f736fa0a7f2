/**
 * What is learnt of mail by what owners do with it: which they put into Junk, which they take out of it, which they keep.
 * An account's own {@link sigillo.spam.Classifier} counts for that account alone; one of all learns a little of each.
 *
 * <p>{@link sigillo.learning.Learning} hears from {@code account} what was said ({@link sigillo.account.Sorted}), whichever
 * door it came by, gathers it for a second, and has it done while the account is open, by {@code keyring}'s work that waits
 * for owners: messages are read again then, and no record of what is in them is kept. Decision 0032 has the reasons.
 *
 * <p>What always holds here: work of an account and day is bounded, whatever it says; nothing is learnt twice; who has the
 * store but not the server's keys reads nothing of it.
 */
package sigillo.learning;
