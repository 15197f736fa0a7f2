/**
 * What a message looks like to one who sorts spam from wanted mail, and what is learnt of that. Octets in, values out: no
 * socket, file, clock, thread or configuration; nothing of DNS or of the network but what is handed in as values.
 *
 * <p>A message becomes {@link sigillo.spam.Features}: a set of numbers, each the hash of something that it says or of
 * how it is made. They are what a {@link sigillo.spam.Classifier} learns from, and are kept beside a message so that it
 * can be learnt from later. {@link sigillo.spam.Sign}s are what every reader can see and check: each has a name, a weight
 * that was fitted on labelled mail ({@code signs.txt}), and a sentence.
 *
 * <p>What always holds here: every input gives an answer, nothing throws because of what a message says; work is linear
 * in the octets looked at, which are bounded ({@link sigillo.spam.Look}), and so is what is kept of them.
 */
package sigillo.spam;
