/**
 * Searches that read messages, whoever asks: where they are done, in which order, and how they are given up.
 *
 * <p>What is looked for is the asker's affair; what a text record holds is {@code message}'s, how it is read
 * {@code account}'s.
 */
package sigillo.search;
