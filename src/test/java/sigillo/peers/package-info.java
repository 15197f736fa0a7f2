/** The real programs that tests talk to, each started privately on loopback and stopped by process id; and plain clients. */
package sigillo.peers;
