/**
 * What was refused or put off for each account in the last days, so that its owner can see it: envelope, host, our reply, no
 * content (decision 0035). Refusing never waits for this: it is told from memory, and what is too much is counted.
 */
package sigillo.refused;
