/**
 * Whether a machine can be a mail server, looked at before anything is set up. Each check is a pure function over what was
 * found; {@link sigillo.preflight.Preflight} does them side by side, each with a deadline. What is found comes through
 * seams ({@link sigillo.dns.Lookup}, {@link sigillo.preflight.Dial}), so that tests ask nobody outside.
 */
package sigillo.preflight;
