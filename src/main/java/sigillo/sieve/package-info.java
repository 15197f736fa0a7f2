/**
 * Sieve, RFC 5228, and its extensions: what becomes of a message by the rules of whom it is for. Octets of a script in,
 * a checked {@link sigillo.sieve.Script} or every {@link sigillo.sieve.ScriptError} of it out; a script and what it may
 * ask ({@link sigillo.sieve.Surroundings}) in, a list of {@link sigillo.sieve.Action}s or one error out. Nothing is
 * done here: who runs a script does what it says, or nothing of it.
 *
 * <p>Scripts are of strangers as much as messages are: every text has an outcome, and {@link sigillo.sieve.SieveLimits}
 * bounds what compiling and running may cost. Each command and test is a {@link sigillo.sieve.Form}, which says what it
 * takes, and a maker of what it does; {@link sigillo.sieve.Vocabulary} holds them, the table of all extensions.
 */
package sigillo.sieve;
