/** The data directory while no server uses it: an operator over it, and a backup that is brought back into it. */
package sigillo.main.offline;
