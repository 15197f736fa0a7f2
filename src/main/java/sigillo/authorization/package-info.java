/**
 * Programs that ask to be let in by OAuth 2: which there are, which devices wait for their person. What they are given, and how
 * it signs in, is {@code login}'s.
 */
package sigillo.authorization;
