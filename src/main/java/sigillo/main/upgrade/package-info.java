/**
 * This program, older and newer: releases are looked for, one takes the place of another or does not, and what else on
 * this machine grows old.
 */
package sigillo.main.upgrade;
