/**
 * What becomes of mail that comes in, as far as it is judged by what it is: inbox, Junk, later, or not at all.
 *
 * <p>A message is looked at once, whoever it is for: {@link sigillo.filter.Assessment}, a list of {@link
 * sigillo.filter.Reason}s with a weight each, of what it looks like, of what was found out about its sender and of what
 * other programs say ({@link sigillo.filter.Engine}). Then it is judged for each account that it goes to, by that account's
 * own wishes and by what was learnt there ({@link sigillo.filter.Learnt}): {@link sigillo.filter.Judgement}. Between the two
 * it may wait in the queue, and the reasons travel with it in a field of its header.
 *
 * <p>Weights are logarithms of odds, as in {@code spam}; their sum is the score. Any thread may call.
 */
package sigillo.filter;
