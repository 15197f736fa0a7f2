/** A new version opens what the one before has kept, and tests itself before it serves. */
package sigillo.main.trial;
