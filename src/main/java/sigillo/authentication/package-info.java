/**
 * Whether a message comes from where it says: SPF, DKIM, ARC, DMARC and reverse DNS, asked side by side within one
 * deadline. What was found is a value ({@link sigillo.authentication.Findings}): what becomes of the message is for
 * {@code delivery} to say.
 */
package sigillo.authentication;
