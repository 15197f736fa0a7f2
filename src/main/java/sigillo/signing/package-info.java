/**
 * Mail that leaves says whose it is: the keys of our domains, how they follow each other, and signing with them
 * (decision 0022). Which domains there are, and what DNS says, it is told.
 */
package sigillo.signing;
