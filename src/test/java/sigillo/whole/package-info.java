/** The shipped server as a whole, its own process started by the launcher, against real programs. All gate or long. */
package sigillo.whole;
