/**
 * The Sieve scripts of owners, as this server keeps them, and what scripts want remembered (decision 0030). Rules
 * run while
 * their owner is away, so the server can read them whatever the level of the account: they are sealed under its own
 * key,
 * and lie beside the account's keys, not under them.
 */
package sigillo.rules;
