/** The set-up: a server that has no name yet, the steps after that, and the look at a machine before any of it. */
package sigillo.main.setup;
